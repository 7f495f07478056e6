package com.puraify.sync.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.plan.Action;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.plan.Plan;
import com.puraify.sync.plan.PlannedItem;
import com.puraify.sync.server.http.JsonText;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How plans look as JSON. */
final class PlanJson {

  /** How many items a plan shows. */
  static final int MAX_ITEMS = 1_000;

  private PlanJson() {}

  static ObjectNode of(Plan plan) {
    ObjectNode node = JsonText.object();
    node.put("sync_id", plan.sync());
    node.put("made_at", plan.madeAt().toString());
    node.put("empty", plan.isEmpty());
    node.put("needs_approval", !plan.guards().isEmpty());
    for (Side side : Side.values()) {
      node.putObject(word(side))
          .put("creates", plan.creates(side))
          .put("updates", plan.updates(side))
          .put("deletes", plan.deletes(side))
          .put("api_calls", plan.calls(side));
    }
    node.put("links", plan.links());
    node.put("conflicts", plan.conflicts());
    node.put("held", plan.held());
    ArrayNode guards = node.putArray("guards");
    plan.guards()
        .forEach(
            guard ->
                guards
                    .addObject()
                    .put("guard", word(guard.guard()))
                    .put("count", guard.count())
                    .put("total", guard.total())
                    .put("message", guard.message()));
    ArrayNode notes = node.putArray("notes");
    plan.notes().forEach(notes::add);
    ArrayNode items = node.putArray("items");
    plan.items().stream().limit(MAX_ITEMS).forEach(item -> items.add(of(item)));
    node.put("items_left_out", Math.max(0, plan.items().size() - MAX_ITEMS));
    return node;
  }

  private static ObjectNode of(PlannedItem item) {
    ObjectNode node = JsonText.object();
    put(node, "local_id", item.localId());
    put(node, "remote_id", item.remoteId());
    node.put("reason", item.reason());
    ArrayNode actions = node.putArray("actions");
    item.actions().forEach(action -> actions.add(of(action)));
    ArrayNode fields = node.putArray("fields");
    item.fields().forEach(field -> fields.add(of(field)));
    return node;
  }

  private static ObjectNode of(Action action) {
    ObjectNode node = JsonText.object();
    if (action instanceof Action.Create create) {
      node.put("action", "create").put("side", word(create.side()));
      node.set("fields", of(create.fields()));
    } else if (action instanceof Action.Update update) {
      node.put("action", "update").put("side", word(update.side())).put("id", update.id());
      node.set("fields", of(update.fields()));
    } else if (action instanceof Action.Delete delete) {
      node.put("action", "delete").put("side", word(delete.side())).put("id", delete.id());
    } else if (action instanceof Action.Link link) {
      node.put("action", "link").put("local_id", link.localId()).put("remote_id", link.remoteId());
    } else if (action instanceof Action.Unlink unlink) {
      node.put("action", "unlink")
          .put("local_id", unlink.localId())
          .put("remote_id", unlink.remoteId());
    } else if (action instanceof Action.Hold hold) {
      node.put("action", "hold").put("kind", word(hold.kind())).put("reason", hold.reason());
    }
    return node;
  }

  private static ObjectNode of(Fields fields) {
    ObjectNode node = JsonText.object();
    fields.forEach((name, value) -> node.set(name, ValueJson.of(value)));
    return node;
  }

  private static ObjectNode of(FieldDecision decision) {
    ObjectNode node = JsonText.object();
    node.put("local_field", decision.localField());
    node.put("remote_field", decision.remoteField());
    node.put("local_state", word(decision.localState()));
    node.put("remote_state", word(decision.remoteState()));
    put(node, "local", decision.local());
    put(node, "remote", decision.remote());
    node.put("outcome", word(decision.outcome()));
    node.put("rule", decision.rule());
    return node;
  }

  /** A value that was not read is left out, which says something else than an empty one. */
  private static void put(ObjectNode node, String name, @Nullable Value value) {
    if (value != null) {
      node.set(name, ValueJson.of(value));
    }
  }

  private static void put(ObjectNode node, String name, @Nullable String text) {
    if (text != null) {
      node.put(name, text);
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
