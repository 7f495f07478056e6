package com.puraify.sync.internal.map;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.mapping.ConversionException;
import com.puraify.sync.mapping.Converter;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How values get from one type into another without losing anything.
 *
 * <p>Every type has a text form, so that a text column can carry any field; beyond that, only pairs
 * of types are compatible whose values mean the same.
 */
final class TypeConversions {

  private static final BigDecimal ONE = BigDecimal.ONE;

  /** No double needs more zeros before or after its digits. */
  private static final int MOST_ZEROS = 340;

  private TypeConversions() {}

  /** Returns the conversion between two types, or empty if they are not compatible. */
  static Optional<Converter> between(FieldType local, FieldType remote) {
    return into(remote, local)
        .flatMap(forth -> into(local, remote).map(back -> Converter.of(forth, back)));
  }

  /**
   * Returns a host's converter whose names come out as the two types hold them: a table of choices
   * does not know whether a side keeps a name as a choice or as a text.
   */
  static Converter fitted(Converter converter, FieldType local, FieldType remote) {
    return Converter.of(
        value -> named(remote, converter.toRemote(value)),
        value -> named(local, converter.toLocal(value)));
  }

  private static Value named(FieldType type, Value value) {
    if (type instanceof FieldType.Text && value instanceof Value.Choice choice) {
      return new Value.Text(choice.name());
    }
    return type instanceof FieldType.Choice && value instanceof Value.Text text
        ? new Value.Choice(text.value())
        : value;
  }

  /** Returns the conversion into a type from another, or empty if there is none. */
  private static Optional<UnaryOperator<Value>> into(FieldType to, FieldType from) {
    if (to instanceof FieldType.Many many) {
      return from instanceof FieldType.Many source
          ? into(many.element(), source.element()).map(TypeConversions::each)
          : from instanceof FieldType.Text || from instanceof FieldType.Json
              ? into(many.element(), FieldType.text()).map(TypeConversions::listFromText)
              : into(many.element(), from).map(TypeConversions::single);
    }
    if (from instanceof FieldType.Many many) {
      return to instanceof FieldType.Text || to instanceof FieldType.Json
          ? into(FieldType.text(), many.element()).map(element -> listToText(to, element))
          : into(to, many.element()).map(TypeConversions::onlyOne);
    }
    return scalar(to, from);
  }

  private static Optional<UnaryOperator<Value>> scalar(FieldType to, FieldType from) {
    if (to instanceof FieldType.Text) {
      return Optional.of(value -> value.isNull() ? value : new Value.Text(toText(value)));
    }
    boolean fromText = from instanceof FieldType.Text;
    if (to instanceof FieldType.Bool) {
      return when(
          fromText || from instanceof FieldType.Bool || from instanceof FieldType.Num,
          TypeConversions::toBool);
    }
    if (to instanceof FieldType.Num) {
      return when(
          fromText
              || from instanceof FieldType.Num
              || from instanceof FieldType.Bool
              || (from instanceof FieldType.Reference reference && !reference.toPeople()),
          TypeConversions::toNumber);
    }
    if (to instanceof FieldType.Day) {
      return when(
          fromText || from instanceof FieldType.Day || from instanceof FieldType.Temporal,
          TypeConversions::toDay);
    }
    if (to instanceof FieldType.Moment) {
      return when(
          fromText || from instanceof FieldType.Moment || from instanceof FieldType.Temporal,
          TypeConversions::toMoment);
    }
    if (to instanceof FieldType.Temporal) {
      return when(
          fromText
              || from instanceof FieldType.Temporal
              || from instanceof FieldType.Day
              || from instanceof FieldType.Moment,
          TypeConversions::toTemporal);
    }
    if (to instanceof FieldType.Choice) {
      return when(fromText || from instanceof FieldType.Choice, TypeConversions::toChoice);
    }
    if (to instanceof FieldType.Reference reference) {
      return when(
          fromText
              || from instanceof FieldType.Reference
              || (from instanceof FieldType.Num && !reference.toPeople()),
          TypeConversions::toReference);
    }
    return when(fromText || from instanceof FieldType.Json, TypeConversions::toJson);
  }

  private static Optional<UnaryOperator<Value>> when(
      boolean compatible, UnaryOperator<Value> conversion) {
    return compatible
        ? Optional.of(value -> value.isNull() ? value : conversion.apply(value))
        : Optional.empty();
  }

  private static String toText(Value value) {
    if (value instanceof Value.Text text) {
      return text.value();
    } else if (value instanceof Value.Num number) {
      return plain(number.value());
    } else if (value instanceof Value.Bool bool) {
      return Boolean.toString(bool.value());
    } else if (value instanceof Value.Day day) {
      return day.value().toString();
    } else if (value instanceof Value.Moment moment) {
      return moment.value().toString();
    } else if (value instanceof Value.Choice choice) {
      return choice.name();
    } else if (value instanceof Value.Reference reference) {
      return reference.id();
    } else if (value instanceof Value.Opaque opaque) {
      return opaque.json();
    } else if (value instanceof Value.Struct range && range.parts().containsKey("start")) {
      return toText(range.parts().getOrDefault("start", Value.NULL))
          + "/"
          + toText(range.parts().getOrDefault("end", Value.NULL));
    } else if (value.isNull()) {
      return "";
    }
    throw unfit(value, "text");
  }

  /** Written out in full, 1E+999999999 would fill the memory. */
  private static String plain(BigDecimal number) {
    return Math.abs((long) number.scale()) > MOST_ZEROS
        ? number.toString()
        : number.toPlainString();
  }

  private static Value toBool(Value value) {
    if (value instanceof Value.Bool) {
      return value;
    }
    if (value instanceof Value.Num number) {
      if (number.value().signum() == 0) {
        return Value.FALSE;
      }
      if (number.value().compareTo(ONE) == 0) {
        return Value.TRUE;
      }
    } else if (value instanceof Value.Text text) {
      return switch (text.value().strip().toLowerCase(Locale.ROOT)) {
        case "" -> Value.NULL;
        case "true", "1" -> Value.TRUE;
        case "false", "0" -> Value.FALSE;
        default -> throw unfit(value, "true or false");
      };
    }
    throw unfit(value, "true or false");
  }

  private static Value toNumber(Value value) {
    if (value instanceof Value.Num) {
      return value;
    }
    if (value instanceof Value.Bool bool) {
      return Value.number(bool.value() ? 1 : 0);
    }
    String text =
        value instanceof Value.Text words
            ? words.value()
            : value instanceof Value.Reference reference ? reference.id() : null;
    if (text != null) {
      if (text.isBlank()) {
        return Value.NULL;
      }
      try {
        return Value.number(new BigDecimal(text.strip()));
      } catch (NumberFormatException e) {
        throw unfit(value, "a number");
      }
    }
    throw unfit(value, "a number");
  }

  private static Value toDay(Value value) {
    Value temporal = toTemporal(value);
    if (temporal instanceof Value.Day || temporal.isNull()) {
      return temporal;
    }
    throw unfit(value, "a day without a time");
  }

  private static Value toMoment(Value value) {
    Value temporal = toTemporal(value);
    if (temporal instanceof Value.Moment || temporal.isNull()) {
      return temporal;
    }
    throw unfit(value, "a point in time");
  }

  private static Value toTemporal(Value value) {
    if (!(value instanceof Value.Text text)) {
      return value;
    }
    String words = text.value().strip();
    if (words.isEmpty()) {
      return Value.NULL;
    }
    int slash = words.indexOf('/');
    if (slash >= 0) {
      return new Value.Struct(
          java.util.Map.of(
              "start",
              toTemporal(Value.text(words.substring(0, slash))),
              "end",
              toTemporal(Value.text(words.substring(slash + 1)))));
    }
    try {
      if (words.length() <= "2026-01-01".length()) {
        return Value.day(LocalDate.parse(words));
      }
      return Value.moment(
          words.endsWith("Z") ? Instant.parse(words) : OffsetDateTime.parse(words).toInstant());
    } catch (DateTimeException e) {
      throw unfit(value, "a day such as 2026-01-31 or a time such as 2026-01-31T12:00:00Z");
    }
  }

  private static Value toChoice(Value value) {
    if (value instanceof Value.Text text) {
      return text.value().isBlank() ? Value.NULL : new Value.Choice(text.value());
    }
    return value;
  }

  private static Value toReference(Value value) {
    if (value instanceof Value.Text text) {
      return text.value().isBlank() ? Value.NULL : new Value.Reference(text.value());
    }
    return value instanceof Value.Num number ? new Value.Reference(plain(number.value())) : value;
  }

  private static Value toJson(Value value) {
    if (value instanceof Value.Text text) {
      if (text.value().isBlank()) {
        return Value.NULL;
      }
      try {
        return new Value.Opaque(Json.parse(text.value()).canonical());
      } catch (ConnectorException e) {
        throw unfit(value, "JSON");
      }
    }
    return value;
  }

  private static UnaryOperator<Value> each(UnaryOperator<Value> element) {
    return value ->
        value instanceof Value.Many many
            ? new Value.Many(many.elements().stream().map(element).toList())
            : value.isNull() ? new Value.Many(List.of()) : single(element).apply(value);
  }

  private static UnaryOperator<Value> single(UnaryOperator<Value> element) {
    return value -> new Value.Many(List.of(element.apply(value)));
  }

  private static UnaryOperator<Value> onlyOne(UnaryOperator<Value> element) {
    return value -> {
      if (!(value instanceof Value.Many many)) {
        return value;
      }
      if (many.elements().size() > 1) {
        throw new ConversionException(
            "there are " + many.elements().size() + " values, and the other side holds only one");
      }
      return many.elements().isEmpty() ? Value.NULL : element.apply(many.elements().get(0));
    };
  }

  private static UnaryOperator<Value> listFromText(UnaryOperator<Value> element) {
    return value -> {
      String text =
          value instanceof Value.Text words
              ? words.value()
              : value instanceof Value.Opaque opaque ? opaque.json() : "";
      if (text.isBlank()) {
        return new Value.Many(List.of());
      }
      try {
        Json json = Json.parse(text);
        if (json.isArray()) {
          return new Value.Many(
              json.elements().stream().map(each -> element.apply(listed(each, value))).toList());
        }
      } catch (ConnectorException e) {
        // not JSON: said below
      }
      throw unfit(value, "a JSON array of texts such as [\"a\",\"b\"]");
    };
  }

  /** A list may hold numbers, such as ids; anything else would be lost without a word. */
  private static Value listed(Json element, Value whole) {
    String text = element.textOrNull();
    if (text != null) {
      return new Value.Text(text);
    }
    if (element.isNumber()) {
      return new Value.Text(plain(element.number()));
    }
    if (element.isNull()) {
      return Value.NULL;
    }
    throw unfit(whole, "a JSON array of texts or numbers such as [\"a\",\"b\"]");
  }

  private static UnaryOperator<Value> listToText(FieldType to, UnaryOperator<Value> element) {
    return value -> {
      if (!(value instanceof Value.Many many) || many.elements().isEmpty()) {
        return Value.NULL;
      }
      String text =
          Json.array(
                  many.elements().stream()
                      .map(each -> Json.of(toText(element.apply(each))))
                      .toList())
              .toString();
      return to instanceof FieldType.Json ? new Value.Opaque(text) : new Value.Text(text);
    };
  }

  private static ConversionException unfit(Value value, String wanted) {
    String shown = value.toString();
    return new ConversionException(
        (shown.length() > 80 ? shown.substring(0, 80) + "…" : shown) + " is not " + wanted);
  }
}
