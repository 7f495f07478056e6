package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one type of property is read, written and searched for. Immutable.
 *
 * <p>For each value that can be written, reading back what was written gives the same canonical
 * value.
 */
interface PropertyCodec {

  /** Returns what the property can hold. */
  FieldType type();

  /** Returns the field that the property makes; writable unless the codec says otherwise. */
  default Field field(String id, String name) {
    return Field.of(id, name, type());
  }

  /**
   * Reads a property's content: what stands under its type's name.
   *
   * @return the value, or null if Notion does not tell it, which is not the same as empty
   * @throws com.puraify.sync.error.ConnectorException of kind {@code PROTOCOL} if the content is
   *     not what Notion promises
   */
  @Nullable Value read(Json content);

  /**
   * Returns whether a page may show less of the property than there is, so that its own address has
   * to be asked.
   *
   * @param property the property as a page shows it
   */
  default boolean isTruncated(Json property) {
    return false;
  }

  /**
   * Returns the id of the relation that the property is computed over, or null if it is none. On a
   * page whose relation is cut off, the property is computed over the part that is shown.
   */
  default @Nullable String relation() {
    return null;
  }

  /**
   * Writes a value as the property's content.
   *
   * @throws UnwritableException if Notion would refuse it
   */
  default Json write(Value value) {
    throw new UnwritableException("Notion computes it; it is never written");
  }

  /**
   * Returns the ways in which a page may hold a value, each as conditions that hold together. What
   * fits them may be more than what holds the value, never less.
   *
   * @return the ways, none if no page can hold it; or null if the property cannot be searched
   */
  default @Nullable List<List<Json>> conditions(Value value) {
    return null;
  }

  /** Returns one way that is one condition. */
  static List<List<Json>> condition(String operator, Json operand) {
    return List.of(List.of(Json.object(filter -> filter.put(operator, operand))));
  }

  /** Returns the condition that there is nothing. */
  static List<List<Json>> empty() {
    return condition("is_empty", Json.of(true));
  }

  /** Returns a refusal of a value of the wrong kind. */
  static UnwritableException wrongKind(Value value, String wanted) {
    return new UnwritableException(
        "takes " + wanted + ", not a " + value.getClass().getSimpleName().toLowerCase(Locale.ROOT));
  }
}
