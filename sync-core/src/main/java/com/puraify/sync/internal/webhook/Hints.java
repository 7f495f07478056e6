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
      Set<String> entities = Set.of(ANY, key.getValue().id());
      if (wholes.getOrDefault(side, Set.of()).stream().anyMatch(entities::contains)) {
        return Optional.empty();
      }
      Set<String> own = new LinkedHashSet<>();
      for (String entity : entities.stream().sorted().toList()) {
        own.addAll(items.getOrDefault(side, Map.of()).getOrDefault(entity, Set.of()));
      }
      ids.put(side, own);
    }
    return Optional.of(
        ItemSelection.remote(ids.getOrDefault(Side.REMOTE, Set.of()))
            .andLocal(ids.getOrDefault(Side.LOCAL, Set.of()).toArray(String[]::new)));
  }
}
