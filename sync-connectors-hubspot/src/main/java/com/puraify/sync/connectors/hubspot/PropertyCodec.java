package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.Locale;
import java.util.Optional;

/**
 * How one type of property is read, written and searched for. HubSpot shows every value as a text,
 * and takes the empty text for nothing. Immutable.
 *
 * <p>For each value that can be written, reading back what was written gives the same canonical
 * value.
 */
interface PropertyCodec {

  /** Returns what the property can hold. */
  FieldType type();

  /** Returns what a property that is empty holds. */
  default Value nothing() {
    return Value.NULL;
  }

  /**
   * Reads a value.
   *
   * @param text the value as HubSpot shows it, never empty
   * @throws RuntimeException if it is not what HubSpot promises
   */
  Value read(String text);

  /**
   * Returns a value as HubSpot takes it; empty to clear the property.
   *
   * @throws UnwritableException if HubSpot would refuse it
   */
  String write(Value value);

  /**
   * Returns how objects with a value are searched for.
   *
   * @param value a value that is not empty
   * @return what finds at least them; empty if the property cannot be searched for it
   */
  default Optional<Term> search(Value value) {
    return Optional.empty();
  }

  /**
   * A value to search for, as HubSpot takes it.
   *
   * @param text the value
   * @param isListed whether it can be one in a list of several; otherwise it is compared by itself
   */
  record Term(String text, boolean isListed) {}

  /** Returns what kind of value it is, for messages. */
  static String kind(Value value) {
    return value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** Returns a refusal of a value of the wrong kind. */
  static UnwritableException wrongKind(Value value, String wanted) {
    return new UnwritableException("takes " + wanted + ", not a " + kind(value));
  }
}
