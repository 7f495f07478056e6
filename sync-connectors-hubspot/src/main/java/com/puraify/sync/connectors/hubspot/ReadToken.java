package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known between two pages of one read. Immutable.
 *
 * @param at where it goes on: HubSpot's position in a list, or the last id of a search
 * @param until the end of the time that a read of changes covers, fixed by its first page; or null
 * @param checkpoint what the read will end with, fixed by its first page; or null
 */
record ReadToken(String at, @Nullable Instant until, @Nullable String checkpoint) {

  static ReadToken parse(String token) {
    Json json = Json.parse(token);
    String until = json.at("until").textOrNull();
    return new ReadToken(
        json.at("at").text(),
        until == null ? null : Instant.parse(until),
        json.at("checkpoint").textOrNull());
  }

  @Override
  public String toString() {
    return Json.object(
            o ->
                o.put("at", at)
                    .put("until", until == null ? null : until.toString())
                    .put("checkpoint", checkpoint))
        .toString();
  }
}
