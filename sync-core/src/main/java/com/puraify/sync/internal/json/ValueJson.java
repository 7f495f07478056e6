package com.puraify.sync.internal.json;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.StateException;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes values as JSON and reads them back as they were.
 *
 * <p>What JSON has too stands as it is: {@code null}, booleans, numbers, texts, several values as
 * an array. All else is an object of one member that says what it is: {@code d} a day, {@code m} a
 * moment, {@code c} a choice, {@code r} a reference, {@code s} named parts, {@code j} JSON that is
 * carried as text, {@code n} a number too long to be written out.
 */
public final class ValueJson {

  private static final int WRITTEN_OUT = 100;

  private ValueJson() {}

  /** Returns a value as JSON. */
  public static Json write(Value value) {
    if (value instanceof Value.Text text) {
      return Json.of(text.value());
    }
    if (value instanceof Value.Num number) {
      return number(number.value());
    }
    if (value instanceof Value.Bool bool) {
      return Json.of(bool.value());
    }
    if (value instanceof Value.Day day) {
      return tagged("d", Json.of(day.value().toString()));
    }
    if (value instanceof Value.Moment moment) {
      return tagged("m", Json.of(moment.value().toString()));
    }
    if (value instanceof Value.Choice choice) {
      return tagged("c", Json.of(choice.name()));
    }
    if (value instanceof Value.Reference reference) {
      return tagged("r", Json.of(reference.id()));
    }
    if (value instanceof Value.Many many) {
      return Json.array(many.elements().stream().map(ValueJson::write).toList());
    }
    if (value instanceof Value.Struct struct) {
      Map<String, Json> parts = new LinkedHashMap<>();
      struct.parts().forEach((name, part) -> parts.put(name, write(part)));
      return tagged("s", Json.object(parts));
    }
    if (value instanceof Value.Opaque opaque) {
      return tagged("j", Json.of(opaque.json()));
    }
    return Json.NULL;
  }

  /**
   * Returns the value that some JSON stands for.
   *
   * @throws StateException if it is nothing that {@link #write} makes
   */
  public static Value read(Json json) {
    if (json.isText()) {
      return Value.text(json.text());
    }
    if (json.isNumber()) {
      return Value.number(json.number());
    }
    if (json.isBool()) {
      return Value.bool(json.bool());
    }
    if (json.isArray()) {
      List<Value> elements = new ArrayList<>();
      json.elements().forEach(element -> elements.add(read(element)));
      return Value.many(elements);
    }
    if (json.isObject()) {
      return readTagged(json.members());
    }
    if (json.isMissing()) {
      throw new StateException("a stored value is missing");
    }
    return Value.NULL;
  }

  /** Returns fields as a JSON object, in their order. */
  public static Json write(Fields fields) {
    Map<String, Json> members = new LinkedHashMap<>();
    fields.forEach((id, value) -> members.put(id, write(value)));
    return Json.object(members);
  }

  /**
   * Returns the fields that a JSON object stands for, in its order.
   *
   * @throws StateException if it is nothing that {@link #write(Fields)} makes
   */
  public static Fields readFields(Json json) {
    if (!json.isObject()) {
      throw new StateException("stored fields are not a JSON object");
    }
    Fields.Builder fields = Fields.builder();
    json.members().forEach((id, value) -> fields.put(id, read(value)));
    return fields.build();
  }

  private static Value readTagged(Map<String, Json> members) {
    if (members.size() != 1) {
      throw new StateException("a stored value has " + members.size() + " tags instead of one");
    }
    String tag = members.keySet().iterator().next();
    Json content = members.get(tag);
    if (tag.equals("s") && content != null && content.isObject()) {
      Map<String, Value> parts = new LinkedHashMap<>();
      content.members().forEach((name, part) -> parts.put(name, read(part)));
      return new Value.Struct(parts);
    }
    String text = content == null ? null : content.textOrNull();
    if (text == null) {
      throw new StateException("a stored value with tag '" + tag + "' has unexpected content");
    }
    try {
      return switch (tag) {
        case "d" -> Value.day(LocalDate.parse(text));
        case "m" -> Value.moment(Instant.parse(text));
        case "c" -> Value.choice(text);
        case "r" -> Value.reference(text);
        case "j" -> new Value.Opaque(text);
        case "n" -> Value.number(new BigDecimal(text));
        default -> throw new StateException("a stored value has the unknown tag '" + tag + "'");
      };
    } catch (DateTimeException | NumberFormatException e) {
      throw new StateException("a stored value with tag '" + tag + "' cannot be read", e);
    }
  }

  private static Json number(BigDecimal number) {
    boolean brief =
        number.precision() <= WRITTEN_OUT && Math.abs((long) number.scale()) <= WRITTEN_OUT;
    return brief ? Json.of(number) : tagged("n", Json.of(number.toString()));
  }

  private static Json tagged(String tag, Json content) {
    return Json.object(Map.of(tag, content));
  }
}
