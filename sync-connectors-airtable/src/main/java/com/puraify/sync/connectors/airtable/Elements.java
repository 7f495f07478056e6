package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.Value;
import java.util.List;

/** What the fields with several values have in common. */
final class Elements {

  private Elements() {}

  /** Returns the elements of a cell; none if it is empty. */
  static List<Json> of(Json cell) {
    if (!cell.isNull() && !cell.isArray()) {
      throw new ConnectorException(
          ConnectorException.Kind.PROTOCOL,
          "the platform's answer has one value where a list was expected");
    }
    return cell.elements();
  }

  /** Returns the elements of a value; one that is not several counts as one. */
  static List<Value> of(Value value, String wanted) {
    if (value.isNull()) {
      return List.of();
    }
    if (value instanceof Value.Many many) {
      return many.elements();
    }
    if (value instanceof Value.Choice || value instanceof Value.Reference) {
      return List.of(value);
    }
    throw FieldCodec.wrongKind(value, wanted);
  }
}
