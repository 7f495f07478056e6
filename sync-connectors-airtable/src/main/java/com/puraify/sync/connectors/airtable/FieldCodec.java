package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one type of field is read, written and searched for. Immutable.
 *
 * <p>For each value that can be written, reading back what was written gives the same canonical
 * value; {@link TextCodec#rich rich text} and {@link AttachmentsCodec attachments} say where they
 * cannot promise it.
 */
interface FieldCodec {

  /** Returns what the field can hold. */
  FieldType type();

  /** Returns the field that the column makes; writable unless the codec says otherwise. */
  default Field field(String id, String name) {
    return Field.of(id, name, type());
  }

  /**
   * Reads a cell.
   *
   * @param cell what the record shows; {@link Json#MISSING} if it shows nothing, which is how
   *     Airtable shows an empty cell
   * @return the value, or null if Airtable does not tell it, which is not the same as empty
   * @throws com.puraify.sync.error.ConnectorException of kind {@code PROTOCOL} if the cell is not
   *     what Airtable promises
   */
  @Nullable Value read(Json cell);

  /**
   * Writes a value as a cell.
   *
   * @throws UnwritableException if Airtable would refuse or alter it
   */
  default Json write(Value value) {
    throw new UnwritableException("Airtable computes it; it is never written");
  }

  /**
   * Returns a formula that holds for each record whose field holds a value, and may hold for
   * others.
   *
   * @param field the field, as formulas name it
   * @return the formula, or null if the field cannot be searched for the value
   */
  default @Nullable String condition(String field, Value value) {
    return null;
  }

  /** Returns whether an upsert may merge on the field. */
  default boolean mergeable() {
    return false;
  }

  /** Returns a refusal of a value of the wrong kind. */
  static UnwritableException wrongKind(Value value, String wanted) {
    return new UnwritableException(
        "takes " + wanted + ", not a " + value.getClass().getSimpleName().toLowerCase(Locale.ROOT));
  }
}
