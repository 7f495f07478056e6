package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page at one time. Immutable; the JSON in it is never changed.
 *
 * @param since when the page came to be so
 * @param values the stored property values by property id; what is absent is empty
 * @param editedAt the exact time of the last edit
 * @param editedBy the id of the user who made it
 * @param trashedAt when the page went to the trash, or null
 */
record PageState(
    Instant since,
    Parent parent,
    Map<String, JsonNode> values,
    Instant editedAt,
    String editedBy,
    @Nullable Instant trashedAt,
    boolean archived,
    boolean locked,
    JsonNode icon,
    JsonNode cover) {

  boolean inTrash() {
    return trashedAt != null;
  }

  @Nullable JsonNode value(PropertySpec property) {
    return values.get(property.id);
  }

  /** Returns this state with values put in place of its own; null empties a property. */
  PageState withValues(Map<String, @Nullable JsonNode> changes) {
    Map<String, JsonNode> merged = new LinkedHashMap<>(values);
    changes.forEach(
        (id, value) -> {
          if (value == null) {
            merged.remove(id);
          } else {
            merged.put(id, value);
          }
        });
    return new PageState(
        since,
        parent,
        Collections.unmodifiableMap(merged),
        editedAt,
        editedBy,
        trashedAt,
        archived,
        locked,
        icon,
        cover);
  }

  PageState edited(Instant at, String by) {
    return new PageState(since, parent, values, at, by, trashedAt, archived, locked, icon, cover);
  }

  PageState since(Instant time) {
    return new PageState(
        time, parent, values, editedAt, editedBy, trashedAt, archived, locked, icon, cover);
  }

  PageState trashed(@Nullable Instant at) {
    return new PageState(
        since, parent, values, editedAt, editedBy, at, archived, locked, icon, cover);
  }

  PageState archived(boolean on) {
    return new PageState(
        since, parent, values, editedAt, editedBy, trashedAt, on, locked, icon, cover);
  }

  PageState locked(boolean on) {
    return new PageState(
        since, parent, values, editedAt, editedBy, trashedAt, archived, on, icon, cover);
  }

  PageState decorated(JsonNode newIcon, JsonNode newCover) {
    return new PageState(
        since, parent, values, editedAt, editedBy, trashedAt, archived, locked, newIcon, newCover);
  }

  PageState moved(Parent to) {
    return new PageState(
        since, to, Map.of(), editedAt, editedBy, trashedAt, archived, locked, icon, cover);
  }
}
