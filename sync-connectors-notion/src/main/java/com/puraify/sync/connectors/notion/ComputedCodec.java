package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.time.DateTimeException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What Notion computes or keeps itself: read, never written, never the cause of a conflict. */
final class ComputedCodec implements PropertyCodec {

  private static final FieldType JSON = new FieldType.Json();
  private static final FieldType TIME = new FieldType.Moment(DateCodec.PRECISION);
  private static final Set<String> DATE_FUNCTIONS = Set.of("earliest_date", "latest_date");
  private static final Set<String> LIST_FUNCTIONS =
      Set.of("show_original", "show_unique", "unique");

  private final FieldType type;
  private final Function<Json, @Nullable Value> reader;
  private final Function<Value, @Nullable List<List<Json>>> search;
  private final boolean unique;
  private final @Nullable String relation;

  private ComputedCodec(
      FieldType type,
      Function<Json, @Nullable Value> reader,
      Function<Value, @Nullable List<List<Json>>> search,
      boolean unique) {
    this(type, reader, search, unique, null);
  }

  private ComputedCodec(
      FieldType type,
      Function<Json, @Nullable Value> reader,
      Function<Value, @Nullable List<List<Json>>> search,
      boolean unique,
      @Nullable String relation) {
    this.type = type;
    this.reader = reader;
    this.search = search;
    this.unique = unique;
    this.relation = relation;
  }

  /**
   * Returns the codec for a formula. The schema does not tell what it yields, so its type is open;
   * the values are texts, numbers, truth values or dates as they come.
   */
  static ComputedCodec formula() {
    return new ComputedCodec(JSON, ComputedCodec::readFormula, value -> null, false);
  }

  /** Returns the codec for a roll-up; its function tells what it yields. */
  static ComputedCodec rollup(Json config) {
    String function = config.at("function").textOrNull();
    FieldType type =
        function == null || LIST_FUNCTIONS.contains(function)
            ? JSON
            : DATE_FUNCTIONS.contains(function) || function.equals("date_range")
                ? DateCodec.TYPE
                : NumberCodec.TYPE;
    return new ComputedCodec(
        type,
        ComputedCodec::readRollup,
        value -> null,
        false,
        config.at("relation_property_id").textOrNull());
  }

  /** Returns the codec for a unique id: its number. */
  static ComputedCodec uniqueId() {
    return new ComputedCodec(
        new FieldType.Num(0, 0),
        content -> {
          Json number = content.at("number");
          return number.isNull() ? Value.NULL : Value.number(number.number());
        },
        value ->
            value instanceof Value.Num number
                ? PropertyCodec.condition("equals", Json.of(number.value()))
                : null,
        true);
  }

  /** Returns the codec for the times of creation and of the last edit. */
  static ComputedCodec time() {
    return new ComputedCodec(
        TIME,
        ComputedCodec::readTime,
        value ->
            value instanceof Value.Moment moment
                ? PropertyCodec.condition("equals", Json.of(DateCodec.text(moment.value())))
                : null,
        false);
  }

  /** Returns the codec for who created and who last edited. */
  static ComputedCodec user() {
    return new ComputedCodec(
        new FieldType.Reference(FieldType.Reference.PEOPLE),
        content ->
            content.isNull()
                ? Value.NULL
                : Value.reference(NotionIds.normal(content.at("id").text())),
        value ->
            value instanceof Value.Reference person
                ? PropertyCodec.condition("contains", Json.of(NotionIds.normal(person.id())))
                : null,
        false);
  }

  /** Returns the codec for a type that is carried as it is. */
  static ComputedCodec raw() {
    return new ComputedCodec(JSON, ComputedCodec::readRaw, value -> null, false);
  }

  @Override
  public FieldType type() {
    return type;
  }

  @Override
  public Field field(String id, String name) {
    Field field = Field.of(id, name, type).asDerived();
    return unique ? field.asUnique() : field;
  }

  @Override
  public @Nullable Value read(Json content) {
    return reader.apply(content);
  }

  @Override
  public @Nullable String relation() {
    return relation;
  }

  @Override
  public @Nullable List<List<Json>> conditions(Value value) {
    return value.isNull() ? null : search.apply(value);
  }

  private static @Nullable Value readFormula(Json content) {
    if (content.isNull()) {
      return Value.NULL;
    }
    String kind = content.at("type").text();
    Json result = content.at(kind);
    return switch (kind) {
      case "string" -> readText(result);
      case "number" -> readNumber(result);
      case "boolean" -> result.isNull() ? Value.NULL : Value.bool(result.bool());
      case "date" -> DateCodec.readDate(result);
      default -> null;
    };
  }

  private static @Nullable Value readRollup(Json content) {
    if (content.isNull()) {
      return Value.NULL;
    }
    String kind = content.at("type").text();
    Json result = content.at(kind);
    return switch (kind) {
      case "number" -> readNumber(result);
      case "date" -> DateCodec.readDate(result);
      case "array" -> new Value.Opaque(PlainJson.ofElements(result).canonical());
      default -> null;
    };
  }

  private static @Nullable Value readRaw(Json content) {
    if (content.isMissing()) {
      return null;
    }
    return content.isNull() ? Value.NULL : new Value.Opaque(content.canonical());
  }

  private static Value readText(Json text) {
    String content = text.isNull() ? "" : text.text();
    return content.isEmpty() ? Value.NULL : Value.text(content);
  }

  private static Value readNumber(Json number) {
    return number.isNull() ? Value.NULL : NumberCodec.TYPE.canonical(Value.number(number.number()));
  }

  private static Value readTime(Json time) {
    if (time.isNull()) {
      return Value.NULL;
    }
    try {
      return TIME.canonical(Value.moment(DateCodec.moment(time.text(), null)));
    } catch (DateTimeException e) {
      throw new ConnectorException(
          ConnectorException.Kind.PROTOCOL,
          "Notion's time '" + time.text() + "' cannot be read",
          e);
    }
  }
}
