package com.puraify.sync.internal.read;

import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
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

  void write(Item item, DataOutput to) throws IOException {
    text(item.id(), to);
    optionalText(item.version(), to);
    to.writeBoolean(item.modifiedAt() != null);
    if (item.modifiedAt() != null) {
      instant(item.modifiedAt(), to);
    }
    List<String> ids = item.fields().ids();
    to.writeInt(shape(ids));
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

  Item read(DataInput from) throws IOException {
    String id = text(from);
    String version = from.readBoolean() ? text(from) : null;
    Instant modifiedAt = from.readBoolean() ? instant(from) : null;
    String[] ids = shapes.get(from.readInt());
    Value[] values = new Value[ids.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(from);
    }
    return new Item(id, Fields.ofShape(ids, values), modifiedAt, version);
  }

  private static void value(Value value, DataOutput to) throws IOException {
    if (value instanceof Value.Null) {
      to.writeByte(0);
    } else if (value instanceof Value.Text text) {
      to.writeByte(1);
      text(text.value(), to);
    } else if (value instanceof Value.Num number) {
      to.writeByte(2);
      byte[] unscaled = number.value().unscaledValue().toByteArray();
      to.writeInt(number.value().scale());
      to.writeInt(unscaled.length);
      to.write(unscaled);
    } else if (value instanceof Value.Bool bool) {
      to.writeByte(bool.value() ? 3 : 4);
    } else if (value instanceof Value.Day day) {
      to.writeByte(5);
      to.writeLong(day.value().toEpochDay());
    } else if (value instanceof Value.Moment moment) {
      to.writeByte(6);
      instant(moment.value(), to);
    } else if (value instanceof Value.Choice choice) {
      to.writeByte(7);
      text(choice.name(), to);
    } else if (value instanceof Value.Reference reference) {
      to.writeByte(8);
      text(reference.id(), to);
    } else if (value instanceof Value.Opaque opaque) {
      to.writeByte(9);
      text(opaque.json(), to);
    } else if (value instanceof Value.Many many) {
      to.writeByte(10);
      to.writeInt(many.elements().size());
      for (Value element : many.elements()) {
        value(element, to);
      }
    } else if (value instanceof Value.Struct struct) {
      to.writeByte(11);
      to.writeInt(struct.parts().size());
      for (Map.Entry<String, Value> part : struct.parts().entrySet()) {
        text(part.getKey(), to);
        value(part.getValue(), to);
      }
    }
  }

  private static Value value(DataInput from) throws IOException {
    int tag = from.readByte();
    return switch (tag) {
      case 0 -> Value.NULL;
      case 1 -> new Value.Text(text(from));
      case 2 -> {
        int scale = from.readInt();
        byte[] unscaled = new byte[from.readInt()];
        from.readFully(unscaled);
        yield new Value.Num(new BigDecimal(new BigInteger(unscaled), scale));
      }
      case 3 -> Value.TRUE;
      case 4 -> Value.FALSE;
      case 5 -> new Value.Day(LocalDate.ofEpochDay(from.readLong()));
      case 6 -> new Value.Moment(instant(from));
      case 7 -> new Value.Choice(text(from));
      case 8 -> new Value.Reference(text(from));
      case 9 -> new Value.Opaque(text(from));
      case 10 -> {
        Value[] elements = new Value[from.readInt()];
        for (int i = 0; i < elements.length; i++) {
          elements[i] = value(from);
        }
        yield new Value.Many(Arrays.asList(elements));
      }
      case 11 -> {
        Map<String, Value> parts = new TreeMap<>();
        for (int left = from.readInt(); left > 0; left--) {
          parts.put(text(from), value(from));
        }
        yield new Value.Struct(parts);
      }
      default -> throw new IOException("the temporary file is damaged: tag " + tag);
    };
  }

  @SuppressWarnings("JavaInstantGetSecondsGetNano") // both parts are written
  private static void instant(Instant instant, DataOutput to) throws IOException {
    to.writeLong(instant.getEpochSecond());
    to.writeInt(instant.getNano());
  }

  private static Instant instant(DataInput from) throws IOException {
    return Instant.ofEpochSecond(from.readLong(), from.readInt());
  }

  private static void optionalText(@Nullable String text, DataOutput to) throws IOException {
    to.writeBoolean(text != null);
    if (text != null) {
      text(text, to);
    }
  }

  private static void text(String text, DataOutput to) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    to.writeInt(bytes.length);
    to.write(bytes);
  }

  private static String text(DataInput from) throws IOException {
    byte[] bytes = new byte[from.readInt()];
    from.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
