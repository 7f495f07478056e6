package com.puraify.sync.mapping;

import com.puraify.sync.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * How a field's values are put into the other side's terms.
 *
 * <p>A converter is a pure function in each direction, and the two undo each other: {@code
 * toLocal(toRemote(v))} equals {@code v} in canonical form, for every value that it takes.
 * Thread-safe.
 */
public interface Converter {

  /**
   * Puts a local value into remote terms.
   *
   * @throws ConversionException if the value has no counterpart
   */
  Value toRemote(Value local);

  /**
   * Puts a remote value into local terms.
   *
   * @throws ConversionException if the value has no counterpart
   */
  Value toLocal(Value remote);

  /** Returns the converter that changes nothing. */
  static Converter identity() {
    return of(UnaryOperator.identity(), UnaryOperator.identity());
  }

  /** Returns a converter of two functions. */
  static Converter of(UnaryOperator<Value> toRemote, UnaryOperator<Value> toLocal) {
    return new Converter() {
      @Override
      public Value toRemote(Value local) {
        return toRemote.apply(local);
      }

      @Override
      public Value toLocal(Value remote) {
        return toLocal.apply(remote);
      }
    };
  }

  /**
   * Returns a converter between the names of two choices (or texts). A name that is not in the
   * table has no counterpart. Names are compared in Unicode normal form C.
   *
   * @param remoteByLocal the remote name of each local name; no name twice
   * @throws IllegalArgumentException if two local names have the same remote name
   */
  static Converter choices(Map<String, String> remoteByLocal) {
    Map<String, String> forth = new LinkedHashMap<>();
    Map<String, String> back = new LinkedHashMap<>();
    remoteByLocal.forEach(
        (local, remote) -> {
          Choices.put(forth, local, remote);
          Choices.put(back, remote, local);
        });
    return of(value -> Choices.translate(forth, value), value -> Choices.translate(back, value));
  }

  /** Looks names up in a table. */
  final class Choices {
    private Choices() {}

    private static void put(Map<String, String> table, String name, String counterpart) {
      String normalized = new Value.Choice(name).name();
      String other = table.put(normalized, counterpart);
      if (other != null) {
        throw new IllegalArgumentException(
            "both '" + other + "' and '" + counterpart + "' stand for '" + normalized + "'");
      }
    }

    private static Value translate(Map<String, String> table, Value value) {
      if (value.isNull()) {
        return value;
      }
      String name;
      if (value instanceof Value.Choice choice) {
        name = choice.name();
      } else if (value instanceof Value.Text text) {
        name = text.normalized();
      } else {
        throw new ConversionException("expected a choice, not " + value);
      }
      String translated = table.get(name);
      if (translated == null) {
        throw new ConversionException(
            "'"
                + name
                + "' is not in the table of choices; it knows "
                + new TreeSet<>(table.keySet())); // a question about it must read the same always
      }
      return new Value.Choice(translated);
    }
  }
}
