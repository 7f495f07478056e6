package com.puraify.sync.internal.webhook;

import com.puraify.sync.ItemSelection;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.value.Side;
import com.puraify.sync.webhook.WebhookHint;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a sync was told of and has not looked at. Confined to one thread at a time. */
final class Hints {

  /**
   * How many items are looked at one by one. Beyond that, what changed is read in pages, as an
   * ordinary run does.
   */
  static final int MOST_ITEMS = 1_000;

  /** Stands for an entity that was not named. */
  private static final String ANY = "";

  private final Map<Side, Map<String, Set<String>>> items = new EnumMap<>(Side.class);
  private final Map<Side, Set<String>> wholes = new EnumMap<>(Side.class);
  private int count;

  /** Takes a hint at a side. */
  void add(Side side, WebhookHint hint) {
    String entity = hint.entity() == null ? ANY : hint.entity();
    if (hint.items().isEmpty()) {
      wholes.computeIfAbsent(side, each -> new HashSet<>()).add(entity);
      return;
    }
    Set<String> ids =
        items
            .computeIfAbsent(side, each -> new HashMap<>())
            .computeIfAbsent(entity, each -> new LinkedHashSet<>());
    for (String id : hint.items()) {
      if (count < MOST_ITEMS) {
        count += !id.isBlank() && ids.add(id) ? 1 : 0;
      } else if (!ids.contains(id)) {
        wholes.computeIfAbsent(side, each -> new HashSet<>()).add(entity);
        return;
      }
    }
  }

  /** Takes what others hold. */
  void addAll(Hints others) {
    others.items.forEach(
        (side, byEntity) ->
            byEntity.forEach(
                (entity, ids) -> {
                  Set<String> own =
                      items
                          .computeIfAbsent(side, each -> new HashMap<>())
                          .computeIfAbsent(entity, each -> new LinkedHashSet<>());
                  own.addAll(ids);
                }));
    others.wholes.forEach(
        (side, entities) -> wholes.computeIfAbsent(side, each -> new HashSet<>()).addAll(entities));
    count += others.count;
  }

  /** Returns whether a hint at an entity, or at what holds entities, concerns a sync's own one. */
  static boolean concerns(@Nullable String hinted, String own) {
    return hinted == null
        || hinted.equals(ANY)
        || hinted.equals(own)
        || own.startsWith(hinted + "/");
  }

  boolean isEmpty() {
    return items.isEmpty() && wholes.isEmpty();
  }

  /**
   * Returns the items that concern a sync; empty if it has to read what changed.
   *
   * @param keys what identifies the entities of its sides
   */
  Optional<ItemSelection> about(Map<Side, EntityKey> keys) {
    Map<Side, Set<String>> ids = new EnumMap<>(Side.class);
    for (Map.Entry<Side, EntityKey> key : keys.entrySet()) {
      Side side = key.getKey();
      String own = key.getValue().id();
      if (wholes.getOrDefault(side, Set.of()).stream().anyMatch(each -> concerns(each, own))) {
        return Optional.empty();
      }
      Set<String> named = ids.computeIfAbsent(side, each -> new LinkedHashSet<>());
      new TreeMap<>(items.getOrDefault(side, Map.of()))
          .forEach(
              (entity, some) -> {
                if (concerns(entity, own)) {
                  named.addAll(some);
                }
              });
    }
    return Optional.of(
        ItemSelection.remote(ids.getOrDefault(Side.REMOTE, Set.of()))
            .andLocal(ids.getOrDefault(Side.LOCAL, Set.of()).toArray(String[]::new)));
  }
}
