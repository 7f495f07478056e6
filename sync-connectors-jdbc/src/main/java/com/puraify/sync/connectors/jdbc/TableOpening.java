package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.connectors.jdbc.Table.KeySource;
import com.puraify.sync.connectors.jdbc.TableCatalog.TableName;
import com.puraify.sync.connectors.jdbc.TableInspection.RawColumn;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Table} of what a host says about it and what the database says. */
final class TableOpening {

  private static final int UUID_LENGTH = 36;

  private final TableSettings settings;
  private final TableName name;
  private final Dialect dialect;
  private final TableInspection inspection;
  private final Map<String, RawColumn> raw = new LinkedHashMap<>();
  private final List<String> primaryKey;
  private final List<List<String>> uniques;

  private TableOpening(TableSettings settings, Connection connection) throws SQLException {
    this.settings = settings;
    this.name = TableCatalog.of(connection, settings.schema()).named(settings.table());
    this.dialect = Dialect.of(connection.getMetaData());
    this.inspection = new TableInspection(connection, dialect, name);
    for (RawColumn column : inspection.columns()) {
      raw.put(column.name(), column);
    }
    this.primaryKey = inspection.primaryKey();
    this.uniques = inspection.uniqueIndexes();
  }

  /** Finds a table and everything about it. */
  static Table open(TableSettings settings, Connection connection) throws SQLException {
    return new TableOpening(settings, connection).table();
  }

  private Table table() throws SQLException {
    List<String> keyNames = keyNames();
    boolean rowId =
        primaryKey.size() == 1
            && keyNames.equals(primaryKey)
            && inspection.isRowId(rawColumn(keyNames.get(0)));
    Map<String, Column> columns = columns(keyNames, rowId);
    List<Column> key = keyNames.stream().map(each -> required(columns, each)).toList();
    key.forEach(this::requireKeyType);
    KeySource source = keySource(key);
    markKey(columns, key, source);
    Column tombstone = optional(columns, settings.tombstone());
    List<Field> fields = columns.values().stream().map(Column::field).toList();
    return new Table(
        dialect,
        new EntityKey(JdbcEntity.PLATFORM, inspection.address(), name.id()),
        name.name(),
        inspection.from(),
        name.view(),
        columns,
        keyNames.stream().map(each -> required(columns, each)).toList(),
        source,
        rowId && inspection.reusesRowIds(),
        optional(columns, settings.modifiedAt()),
        optional(columns, settings.version()),
        tombstone == null ? null : new Tombstone(tombstone, settings.zone()),
        Schema.of(name.name(), fields));
  }

  /** Returns the names of the key's columns as the database has them. */
  private List<String> keyNames() {
    if (settings.key().isEmpty()) {
      if (primaryKey.isEmpty()) {
        throw invalid(
            "has no primary key; name the columns that tell its rows apart with .key(...)"
                + (name.view() ? "" : ", or add a primary key"));
      }
      return primaryKey;
    }
    List<String> names = settings.key().stream().map(each -> rawColumn(each).name()).toList();
    boolean unique =
        (!primaryKey.isEmpty() && names.containsAll(primaryKey))
            || uniques.stream().anyMatch(names::containsAll);
    if (!unique && !name.view()) {
      throw invalid(
          "may hold several rows with the same " + names + "; add a unique index on .key(...)");
    }
    return names;
  }

  private Map<String, Column> columns(List<String> keyNames, boolean rowId) throws SQLException {
    Map<String, String> references = inspection.references();
    Map<String, Column> columns = new LinkedHashMap<>();
    for (RawColumn column : raw.values()) {
      ColumnCodec plain = inspection.codec(column, settings.zone());
      if (plain == null) {
        continue;
      }
      String target = references.get(column.name());
      ColumnCodec codec =
          target == null || !plain.comparable() ? plain : new ReferenceCodec(target, plain);
      boolean generated =
          column.automatic() || column.computed() || (rowId && keyNames.contains(column.name()));
      boolean json = codec.type() instanceof FieldType.Json;
      columns.put(
          column.name(),
          new Column(
              column.name(),
              dialect.quote(column.name()),
              json && dialect == Dialect.H2 ? "? FORMAT JSON" : "?",
              field(column, codec, generated),
              codec,
              column.nullable() && !(rowId && keyNames.contains(column.name())),
              generated,
              column.hasDefault()));
    }
    return columns;
  }

  private Field field(RawColumn column, ColumnCodec codec, boolean generated) {
    Field field = Field.of(column.name(), codec.type());
    if (uniques.contains(List.of(column.name())) || primaryKey.equals(List.of(column.name()))) {
      field = field.asUnique();
    }
    if (column.computed() || isBookkeeping(column)) {
      return field.asDerived();
    }
    boolean written =
        !generated
            && !name.view()
            && !(codec instanceof TextCodecs.Shown)
            && !isNamed(column, settings.tombstone());
    if (!written) {
      return field.readOnly();
    }
    return column.nullable() || column.hasDefault() ? field : field.asRequired();
  }

  private boolean isBookkeeping(RawColumn column) {
    return isNamed(column, settings.modifiedAt())
        || isNamed(column, settings.changeNumber())
        || isNamed(column, settings.version());
  }

  private boolean isNamed(RawColumn column, @Nullable String setting) {
    return setting != null && rawColumn(setting).name().equals(column.name());
  }

  private void requireKeyType(Column column) {
    boolean untyped =
        dialect == Dialect.SQLITE && rawColumn(column.name()).type().typeName().isEmpty();
    if (untyped || !column.codec().comparable()) {
      throw invalid(
          "cannot have column "
              + column.name()
              + " in its key: expected a whole number, a decimal, a text, a UUID or a day");
    }
  }

  private KeySource keySource(List<Column> key) {
    Column first = key.get(0);
    ColumnCodec codec = first.codec();
    boolean takesUuid =
        codec instanceof TextCodecs.Uuids
            || (codec instanceof TextCodecs.Plain text
                && !text.named()
                && text.maxLength() >= UUID_LENGTH
                && !first.hasDefault());
    if (key.size() == 1 && takesUuid && !first.generated()) {
      return KeySource.ENGINE;
    }
    boolean database = key.stream().anyMatch(column -> column.generated() || column.hasDefault());
    return database ? KeySource.DATABASE : KeySource.FIELDS;
  }

  /** A key's columns are written when the row is created, unless the database gives them values. */
  private void markKey(Map<String, Column> columns, List<Column> key, KeySource source) {
    for (Column column : key) {
      if (column.generated() || name.view()) {
        continue;
      }
      Field field = Field.of(column.name(), column.codec().type()).createOnly();
      if (column.field().unique()) {
        field = field.asUnique();
      }
      boolean needed =
          source == KeySource.FIELDS || (source == KeySource.DATABASE && !column.hasDefault());
      columns.put(column.name(), column.withField(needed ? field.asRequired() : field));
    }
  }

  private RawColumn rawColumn(String wanted) {
    RawColumn exact = raw.get(wanted);
    if (exact != null) {
      return exact;
    }
    List<RawColumn> alike =
        raw.values().stream().filter(each -> wanted.equalsIgnoreCase(each.name())).toList();
    if (alike.size() == 1) {
      return alike.get(0);
    }
    throw new ConnectorException(
        Kind.NOT_FOUND,
        "table "
            + name.id()
            + " has no column "
            + wanted
            + TableCatalog.nearest(wanted, new ArrayList<>(raw.keySet())));
  }

  private Column required(Map<String, Column> columns, String wanted) {
    Column column = columns.get(rawColumn(wanted).name());
    if (column == null) {
      throw invalid("has column " + wanted + " of a binary type, which cannot be used for this");
    }
    return column;
  }

  private @Nullable Column optional(Map<String, Column> columns, @Nullable String wanted) {
    return wanted == null ? null : required(columns, wanted);
  }

  private ConnectorException invalid(String problem) {
    return new ConnectorException(Kind.INVALID, "table " + name.id() + " " + problem);
  }

  /** Returns the order of changes that a host declared for a table, or null for none. */
  static @Nullable ChangeOrder order(TableSettings settings, Table table) {
    if (settings.changeNumber() != null) {
      Column column = named(table, settings.changeNumber());
      boolean whole =
          column.codec() instanceof NumberCodecs.Whole
              || column.codec() instanceof SqliteCodecs.Numbers;
      require(table, column, whole, "changeNumber", "a whole number");
      return new ChangeOrder.Numbers(column, settings.numberOverlap());
    }
    Column column = table.modifiedAt();
    if (column == null) {
      return null;
    }
    if (column.codec() instanceof SqliteCodecs.Moments) {
      return new SqliteChangeOrder(column, settings.zone(), settings.overlap());
    }
    boolean time = column.codec().type() instanceof FieldType.Moment;
    require(table, column, time, "modifiedAt", "a timestamp");
    FieldType.Moment type = (FieldType.Moment) column.codec().type();
    boolean naive = column.codec() instanceof TimeCodecs.Naive;
    return new ChangeOrder.Times(
        column, type.precision(), naive ? settings.zone() : null, settings.overlap());
  }

  /** Returns a column that was found by the same name when the table was opened. */
  private static Column named(Table table, String wanted) {
    Column exact = table.columns().get(wanted);
    if (exact != null) {
      return exact;
    }
    return table.columns().values().stream()
        .filter(column -> column.name().equalsIgnoreCase(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new ConnectorException(
                    Kind.INVALID, "column " + wanted + " is of a type that does not count"));
  }

  private static void require(
      Table table, Column column, boolean fits, String setting, String expected) {
    if (!fits) {
      throw new ConnectorException(
          Kind.INVALID,
          setting
              + " names column "
              + column.name()
              + " of table "
              + table.name()
              + ", which holds "
              + column.codec().type().describe()
              + "; expected "
              + expected);
    }
  }
}
