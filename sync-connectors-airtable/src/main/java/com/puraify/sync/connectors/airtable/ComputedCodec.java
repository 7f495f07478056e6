package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Airtable computes or keeps itself: read, never written, never the cause of a conflict. So is
 * every type that is not known, carried as JSON.
 */
final class ComputedCodec implements FieldCodec {

  private static final FieldType JSON = new FieldType.Json();
  private static final FieldType NUMBER =
      new FieldType.Num(FieldType.Num.DOUBLE_DIGITS, Integer.MAX_VALUE);
  private static final FieldType WHOLE = new FieldType.Num(0, 0);
  private static final FieldType TIME = FieldType.moment(Duration.ofMillis(1));

  private final FieldType type;
  private final boolean unique;

  private ComputedCodec(FieldType type, boolean unique) {
    this.type = type;
    this.unique = unique;
  }

  /**
   * Returns the codec for a type that is not written.
   *
   * @param options the field's options, whose {@code result} says what a formula yields
   */
  static ComputedCodec of(String type, Json options) {
    return switch (type) {
      case "count" -> new ComputedCodec(WHOLE, false);
      case "autoNumber" -> new ComputedCodec(WHOLE, true);
      case "createdBy", "lastModifiedBy" -> new ComputedCodec(PersonCodec.TYPE, false);
      case "manualSort" -> new ComputedCodec(TextCodec.TYPE, false);
      case "externalSyncSource" -> new ComputedCodec(FieldType.choice(), false);
      case "createdTime", "lastModifiedTime" ->
          new ComputedCodec(
              "date".equals(options.at("result", "type").textOrNull()) ? DayCodec.TYPE : TIME,
              false);
      case "formula", "rollup" -> new ComputedCodec(result(options.at("result")), false);
      default -> new ComputedCodec(JSON, false);
    };
  }

  private static FieldType result(Json result) {
    String type = result.at("type").textOrNull();
    return switch (type == null ? "" : type) {
      case "number", "currency", "percent", "duration", "rating", "count", "autoNumber" -> NUMBER;
      case "singleLineText", "multilineText", "richText", "email", "url", "phoneNumber" ->
          TextCodec.TYPE;
      case "singleSelect" -> FieldType.choice();
      case "multipleSelects" -> FieldType.setOf(FieldType.choice());
      case "checkbox" -> new FieldType.Bool(true);
      case "date" -> DayCodec.TYPE;
      case "dateTime" -> TIME;
      default -> JSON;
    };
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
  public @Nullable Value read(Json cell) {
    if (isError(cell)) {
      return null;
    }
    if (type instanceof FieldType.Json) {
      return cell.isNull() ? Value.NULL : new Value.Opaque(plain(cell).canonical());
    }
    if (type instanceof FieldType.Many) {
      return Value.many(Elements.of(cell).stream().map(each -> Value.choice(each.text())).toList());
    }
    if (!cell.isArray()) {
      return scalar(cell);
    }
    List<Json> elements = cell.elements().stream().filter(each -> !each.isNull()).toList();
    return elements.size() > 1 || elements.stream().anyMatch(ComputedCodec::isError)
        ? null // several values where the schema announces one: nothing that could be passed on
        : scalar(elements.isEmpty() ? Json.MISSING : elements.get(0));
  }

  private static boolean isError(Json cell) {
    return cell.isObject() && (cell.at("error").isText() || cell.at("specialValue").isText());
  }

  private static Json plain(Json cell) {
    return cell.isArray() ? AttachmentsCodec.plain(cell) : cell;
  }

  private Value scalar(Json cell) {
    if (type instanceof FieldType.Bool) {
      return Value.bool(!cell.isNull() && (cell.isBool() ? cell.bool() : truth(cell)));
    }
    if (cell.isNull()) {
      return Value.NULL;
    }
    if (type instanceof FieldType.Num) {
      return type.canonical(Value.number(cell.number()));
    }
    if (type instanceof FieldType.Moment) {
      return type.canonical(Value.moment(MomentCodec.instant(cell.text())));
    }
    if (type instanceof FieldType.Day) {
      return DayCodec.day(cell.text());
    }
    if (type instanceof FieldType.Choice) {
      return Value.choice(cell.text());
    }
    if (type instanceof FieldType.Reference) {
      return Value.reference(cell.at("id").text());
    }
    String text = cell.text();
    return text.isEmpty() ? Value.NULL : Value.text(text);
  }

  private static boolean truth(Json cell) {
    return cell.number().signum() != 0;
  }

  @Override
  public @Nullable String condition(String field, Value value) {
    if (value.isNull()) {
      return null;
    }
    if (type instanceof FieldType.Num && value instanceof Value.Num number) {
      return NumberCodec.near(field, number.value(), Integer.MAX_VALUE);
    }
    return null;
  }

  /** Returns the exception for a cell that cannot be read. */
  static ConnectorException unreadable(String record, Column column, ConnectorException e) {
    return new ConnectorException(
        ConnectorException.Kind.PROTOCOL,
        "record " + record + ", field '" + column.name() + "': " + e.getMessage(),
        e);
  }
}
