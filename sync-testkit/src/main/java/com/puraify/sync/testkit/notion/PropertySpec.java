package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One property of a data source's schema. Guarded by the lock of the workspace. */
final class PropertySpec {
  /** A status group with the options in it. */
  record Group(String id, String name, String colour, List<String> optionIds) {}

  /** What a relation points to; for a two-way relation, the property on the other side. */
  record Relation(String dataSourceId, @Nullable String syncedPropertyId) {}

  /** What a rollup sums up. */
  record Rollup(String function, String relationId, String targetId) {}

  /** What a formula computes; without a function it reads as unsupported. */
  record Formula(
      String expression,
      String type,
      @Nullable Function<SimulatedPage, @Nullable Object> function) {}

  final String id;
  private final String encodedId;
  String name;
  String type;
  @Nullable String description;
  final List<Option> options = new ArrayList<>();
  final List<Group> groups = new ArrayList<>();
  @Nullable String defaultOptionId;
  @Nullable Relation relation;
  @Nullable Rollup rollup;
  @Nullable Formula formula;
  JsonNode config = Json.object();

  PropertySpec(String id, String name, String type) {
    this.id = id;
    this.encodedId = encode(id);
    this.name = name;
    this.type = type;
  }

  /** Returns the id as answers carry it: percent-encoded. */
  String encodedId() {
    return encodedId;
  }

  static String encode(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%21", "!")
        .replace("%27", "'")
        .replace("%28", "(")
        .replace("%29", ")")
        .replace("%7E", "~");
  }

  boolean isCalled(String nameOrId) {
    return id.equals(nameOrId) || encodedId.equals(nameOrId) || name.equals(nameOrId);
  }

  PropertyType behaviour() {
    return PropertyTypes.of(type);
  }

  @Nullable Option option(String optionId) {
    return options.stream().filter(o -> o.id().equals(optionId)).findFirst().orElse(null);
  }

  /** Returns the option of this name, whatever its letter case. */
  @Nullable Option optionNamed(String optionName) {
    String wanted = fold(optionName);
    return options.stream().filter(o -> fold(o.name()).equals(wanted)).findFirst().orElse(null);
  }

  static String fold(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
