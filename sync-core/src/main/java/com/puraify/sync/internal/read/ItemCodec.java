package com.puraify.sync.internal.read;

import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Items as bytes, for the temporary file of one run. Lists of field ids are written once and
 * referred to by number, so the same codec must read what it wrote.
 */
final class ItemCodec {

  private final Map<List<String>, Integer> shapeNumbers = new HashMap<>();
  private final List<String[]> shapes = new ArrayList<>();
  private List<String> lastIds = List.of();
  private int lastShape = -1;

  void write(Item item, Bytes to) {
    to.putText(item.id());
    optionalText(item.version(), to);
    to.putByte(item.modifiedAt() != null ? 1 : 0);
    if (item.modifiedAt() != null) {
      instant(item.modifiedAt(), to);
    }
    List<String> ids = item.fields().ids();
    to.putInt(shape(ids));
    for (String id : ids) {
      Value value = item.fields().get(id);
      value(value == null ? Value.NULL : value, to);
    }
  }

  /** Returns the number of a list of field ids, which mostly is that of the item before. */
  private int shape(List<String> ids) {
    if (lastShape < 0 || !ids.equals(lastIds)) {
      Integer known = shapeNumbers.get(ids);
      if (known == null) {
        known = shapes.size();
        shapes.add(ids.toArray(new String[0]));
        shapeNumbers.put(ids, known);
      }
      lastIds = ids;
      lastShape = known;
    }
    return lastShape;
  }

  Item read(Bytes from) {
    String id = from.takeText();
    String version = from.takeByte() != 0 ? from.takeText() : null;
    Instant modifiedAt = from.takeByte() != 0 ? instant(from) : null;
    String[] ids = shapes.get(from.takeInt());
    Value[] values = new Value[ids.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(from);
    }
    return new Item(id, Fields.ofShape(ids, values), modifiedAt, version);
  }

  private static void value(Value value, Bytes to) {
    if (value instanceof Value.Null) {
      to.putByte(0);
    } else if (value instanceof Value.Text text) {
      to.putByte(1);
      to.putText(text.value());
    } else if (value instanceof Value.Num number) {
      to.putByte(2);
      to.putInt(number.value().scale());
      to.putBytes(number.value().unscaledValue().toByteArray());
    } else if (value instanceof Value.Bool bool) {
      to.putByte(bool.value() ? 3 : 4);
    } else if (value instanceof Value.Day day) {
      to.putByte(5);
      to.putInt(day.value().getYear());
      to.putByte(day.value().getMonthValue());
      to.putByte(day.value().getDayOfMonth());
    } else if (value instanceof Value.Moment moment) {
      to.putByte(6);
      instant(moment.value(), to);
    } else if (value instanceof Value.Choice choice) {
      to.putByte(7);
      to.putText(choice.name());
    } else if (value instanceof Value.Reference reference) {
      to.putByte(8);
      to.putText(reference.id());
    } else if (value instanceof Value.Opaque opaque) {
      to.putByte(9);
      to.putText(opaque.json());
    } else if (value instanceof Value.Many many) {
      to.putByte(10);
      to.putInt(many.elements().size());
      for (Value element : many.elements()) {
        value(element, to);
      }
    } else if (value instanceof Value.Struct struct) {
      to.putByte(11);
      to.putInt(struct.parts().size());
      for (Map.Entry<String, Value> part : struct.parts().entrySet()) {
        to.putText(part.getKey());
        value(part.getValue(), to);
      }
    }
  }

  private static Value value(Bytes from) {
    int tag = from.takeByte();
    return switch (tag) {
      case 0 -> Value.NULL;
      case 1 -> new Value.Text(from.takeText());
      case 2 -> {
        int scale = from.takeInt();
        yield new Value.Num(new BigDecimal(new BigInteger(from.takeBytes()), scale));
      }
      case 3 -> Value.TRUE;
      case 4 -> Value.FALSE;
      case 5 -> new Value.Day(LocalDate.of(from.takeInt(), from.takeByte(), from.takeByte()));
      case 6 -> new Value.Moment(instant(from));
      case 7 -> new Value.Choice(from.takeText());
      case 8 -> new Value.Reference(from.takeText());
      case 9 -> new Value.Opaque(from.takeText());
      case 10 -> {
        Value[] elements = new Value[from.takeInt()];
        for (int i = 0; i < elements.length; i++) {
          elements[i] = value(from);
        }
        yield new Value.Many(Arrays.asList(elements));
      }
      case 11 -> {
        Map<String, Value> parts = new TreeMap<>();
        for (int left = from.takeInt(); left > 0; left--) {
          parts.put(from.takeText(), value(from));
        }
        yield new Value.Struct(parts);
      }
      default -> throw new IllegalStateException("the temporary file is damaged: tag " + tag);
    };
  }

  @SuppressWarnings("JavaInstantGetSecondsGetNano") // both parts are written
  private static void instant(Instant instant, Bytes to) {
    to.putLong(instant.getEpochSecond());
    to.putInt(instant.getNano());
  }

  private static Instant instant(Bytes from) {
    return Instant.ofEpochSecond(from.takeLong(), from.takeInt());
  }

  private static void optionalText(@Nullable String text, Bytes to) {
    to.putByte(text != null ? 1 : 0);
    if (text != null) {
      to.putText(text);
    }
  }
}
