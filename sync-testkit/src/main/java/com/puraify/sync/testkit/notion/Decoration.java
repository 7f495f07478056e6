package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The icon and cover of a request; null leaves what there is. */
record Decoration(@Nullable JsonNode icon, @Nullable JsonNode cover) {

  static Decoration read(JsonNode body) {
    return new Decoration(read(body, "icon"), read(body, "cover"));
  }

  private static @Nullable JsonNode read(JsonNode body, String key) {
    JsonNode node = body.path(key);
    if (node.isMissingNode()) {
      return null;
    }
    return node.isNull() ? node : Shape.object("body." + key, node);
  }

  PageState apply(PageState state) {
    return state.decorated(
        icon == null ? state.icon() : icon, cover == null ? state.cover() : cover);
  }
}
