package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;

/** Properties of HubSpot's own making, such as {@code json}: read as JSON, never written. */
final class RawCodec implements PropertyCodec {

  @Override
  public FieldType type() {
    return new FieldType.Json();
  }

  @Override
  public Value read(String text) {
    return new Value.Opaque(json(text).canonical());
  }

  private static Json json(String text) {
    try {
      return Json.parse(text);
    } catch (ConnectorException e) {
      return Json.of(text); // a plain text after all, carried as a JSON string
    }
  }

  @Override
  public String write(Value value) {
    throw new UnwritableException("it is HubSpot's own, and never written");
  }
}
