package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code verification}: can be written in wikis only; elsewhere it is always unverified. */
final class VerificationProperty implements PropertyType {

  @Override
  public @Nullable JsonNode accept(
      Writing writing, PropertySpec property, String path, JsonNode value) {
    Shape.object(path, value, Set.of("state", "date"));
    String state =
        Shape.oneOf(path + ".state", value.path("state"), List.of("verified", "unverified"));
    if (state.equals("unverified")) {
      if (value.has("date")) {
        throw Shape.bad(path + ".date", "not present", value.path("date"));
      }
      return null;
    }
    ObjectNode verification = Json.object().put("state", state);
    JsonNode date = value.path("date");
    if (date.isMissingNode()) {
      return verification.putNull("date");
    }
    ObjectNode accepted = Dates.accept(path + ".date", date);
    if (Dates.isDay(accepted.path("start").asText())) {
      throw Shape.bad(path + ".date.start", "a date with a time", date.path("start"));
    }
    return verification.set("date", accepted);
  }

  @Override
  public JsonNode show(Reading reading, PropertySpec property) {
    JsonNode stored = reading.state().value(property);
    ObjectNode shown = Json.object().put("state", stored == null ? "unverified" : "verified");
    shown.set("date", stored == null ? Json.nothing() : stored.path("date"));
    String by = reading.state().editedBy();
    shown.set(
        "verified_by", stored == null ? Json.nothing() : UserView.show(reading.workspace(), by));
    return shown;
  }

  @Override
  public @Nullable Object logical(Reading reading, PropertySpec property) {
    return reading.state().value(property) == null ? "unverified" : "verified";
  }
}
