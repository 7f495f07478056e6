package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A condition on the items of a rollup that shows an array. */
final class RollupItems {
  private static final Map<String, Conditions> KINDS =
      Map.of(
          "rich_text", Conditions.TEXT,
          "number", Conditions.NUMBER,
          "checkbox", Conditions.CHECKBOX,
          "select", Conditions.CHOICE,
          "status", Conditions.CHOICE,
          "multi_select", Conditions.LIST,
          "relation", Conditions.LIST,
          "people", Conditions.LIST,
          "files", Conditions.EXISTENCE,
          "date", Conditions.DATE);

  private final Predicate<Reading> test;
  private JsonNode current = Json.nothing();

  RollupItems(Workspace workspace, String path, String key, JsonNode condition) {
    Conditions kind = KINDS.get(key);
    if (kind == null) {
      throw Shape.bad(path, "not present", condition);
    }
    this.test =
        new Condition(workspace, path, condition)
            .compile(kind, new Extract(r -> plain(current), r -> time(current), r -> current));
  }

  long matches(Reading reading, JsonNode array) {
    long matches = 0;
    for (JsonNode item : array) {
      current = item.path(item.path("type").asText());
      matches += test.test(reading) ? 1 : 0;
    }
    return matches;
  }

  private static @Nullable Object plain(JsonNode shown) {
    if (shown.isNumber()) {
      return NumberProperty.plain(shown);
    }
    if (shown.isBoolean()) {
      return shown.booleanValue();
    }
    if (shown.isTextual()) {
      return shown.textValue();
    }
    if (shown.isArray()) {
      boolean spans = shown.size() > 0 && shown.get(0).has("plain_text");
      return spans ? RichText.plain(shown) : names(shown);
    }
    return shown.isObject() ? shown.path("name").asText(shown.path("start").asText()) : null;
  }

  private static List<String> names(JsonNode array) {
    List<String> names = new ArrayList<>();
    array.forEach(item -> names.add(item.path("name").asText(item.path("id").asText())));
    return names;
  }

  private static @Nullable Instant time(JsonNode shown) {
    return Dates.tryInstant(shown.path("start").asText(shown.asText()));
  }
}
