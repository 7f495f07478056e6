package com.puraify.sync.internal.job;

import com.puraify.sync.ItemSelection;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.connector.Json;
import com.puraify.sync.value.Side;
import com.puraify.sync.webhook.WebhookHint;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a sync was told of and has not looked at. A job that webhooks asked for keeps it in the
 * queue, so that whichever engine runs the job looks there. Confined to one thread at a time.
 */
public final class Hints {

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
  public void add(Side side, WebhookHint hint) {
    String entity = hint.entity() == null ? ANY : hint.entity();
    if (hint.items().isEmpty()) {
      addWhole(side, entity);
    } else {
      hint.items().forEach(id -> addItem(side, entity, id));
    }
  }

  private void addWhole(Side side, String entity) {
    wholes.computeIfAbsent(side, each -> new TreeSet<>()).add(entity);
  }

  private void addItem(Side side, String entity, String id) {
    Set<String> ids =
        items
            .computeIfAbsent(side, each -> new TreeMap<>())
            .computeIfAbsent(entity, each -> new LinkedHashSet<>());
    if (id.isBlank() || ids.contains(id)) {
      return;
    }
    if (count < MOST_ITEMS) {
      ids.add(id);
      count++;
    } else {
      addWhole(side, entity);
    }
  }

  /** Takes what others hold. */
  public void addAll(Hints others) {
    others.wholes.forEach((side, entities) -> entities.forEach(each -> addWhole(side, each)));
    others.items.forEach(
        (side, byEntity) ->
            byEntity.forEach((entity, ids) -> ids.forEach(id -> addItem(side, entity, id))));
  }

  /** Returns what both hold together; neither changes. */
  static Hints together(Hints one, Hints other) {
    Hints all = new Hints();
    all.addAll(one);
    all.addAll(other);
    return all;
  }

  /** Returns whether a hint at an entity, or at what holds entities, concerns a sync's own one. */
  public static boolean concerns(@Nullable String hinted, String own) {
    return hinted == null
        || hinted.equals(ANY)
        || hinted.equals(own)
        || own.startsWith(hinted + "/");
  }

  /** Returns whether there is nothing to look at. */
  public boolean isEmpty() {
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
      items
          .getOrDefault(side, Map.of())
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

  Json json() {
    return Json.object(
        members -> {
          for (Side side : Side.values()) {
            Map<String, Json> byEntity = new TreeMap<>();
            items
                .getOrDefault(side, Map.of())
                .forEach((entity, ids) -> byEntity.put(entity, texts(ids)));
            Set<String> entities = wholes.getOrDefault(side, Set.of());
            members.put(
                side.name().toLowerCase(Locale.ROOT),
                Json.object(
                    each ->
                        each.put("items", Json.object(byEntity)).put("wholes", texts(entities))));
          }
        });
  }

  private static Json texts(Set<String> texts) {
    return Json.array(texts.stream().map(Json::of).toList());
  }

  static @Nullable Hints read(Json json) {
    if (json.isMissing()) {
      return null;
    }
    Hints hints = new Hints();
    for (Side side : Side.values()) {
      Json about = json.at(side.name().toLowerCase(Locale.ROOT));
      about.at("wholes").elements().forEach(each -> hints.addWhole(side, each.text()));
      about
          .at("items")
          .members()
          .forEach(
              (entity, ids) ->
                  ids.elements().forEach(id -> hints.addItem(side, entity, id.text())));
    }
    return hints;
  }
}
