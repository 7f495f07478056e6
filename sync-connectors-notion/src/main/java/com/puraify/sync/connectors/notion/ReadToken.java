package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import org.jspecify.annotations.Nullable;

/**
 * What is known between two pages of one read. Immutable.
 *
 * @param position where the rows stand
 * @param checkpoint what the read will end with, fixed by its first page; or null
 */
record ReadToken(Position position, @Nullable String checkpoint) {

  static ReadToken parse(String token) {
    Json json = Json.parse(token);
    return new ReadToken(Position.parse(json), json.at("checkpoint").textOrNull());
  }

  @Override
  public String toString() {
    return Json.object(
            o -> {
              position.json().members().forEach(o::put);
              o.put("checkpoint", checkpoint);
            })
        .toString();
  }
}
