package com.puraify.sync.server.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.history.Change;
import com.puraify.sync.history.Explanation;
import com.puraify.sync.history.FieldChange;
import com.puraify.sync.history.FieldExplanation;
import com.puraify.sync.server.http.JsonText;
import com.puraify.sync.value.Value;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How changes and explanations look as JSON. */
final class HistoryJson {

  private HistoryJson() {}

  static ObjectNode of(Change change) {
    ObjectNode node = JsonText.object();
    node.put("run_id", change.run());
    node.put("at", change.at().toString());
    node.put("kind", word(change.kind()));
    node.put("side", word(change.side()));
    put(node, "local_id", change.localId());
    put(node, "remote_id", change.remoteId());
    node.put("reason", change.reason());
    ArrayNode fields = node.putArray("fields");
    change.fields().forEach(field -> fields.add(of(field)));
    return node;
  }

  static ObjectNode of(FieldChange change) {
    ObjectNode node = JsonText.object();
    node.put("field", change.field());
    put(node, "before", change.before());
    put(node, "after", change.after());
    node.put("rule", change.rule());
    if (change.from() != null) {
      node.put("from", word(change.from()));
    }
    put(node, "local", change.local());
    put(node, "remote", change.remote());
    return node;
  }

  static ObjectNode of(Explanation explanation) {
    ObjectNode node = JsonText.object();
    node.put("side", word(explanation.side()));
    node.put("item_id", explanation.id());
    node.put("state", word(explanation.state()));
    put(node, "counterpart", explanation.counterpart());
    node.put("text", explanation.text());
    ArrayNode fields = node.putArray("fields");
    explanation.fields().forEach(field -> fields.add(of(field)));
    ArrayNode questions = node.putArray("questions");
    explanation.questions().forEach(question -> questions.add(CaseJson.of(question)));
    return node;
  }

  private static ObjectNode of(FieldExplanation field) {
    ObjectNode node = JsonText.object();
    node.put("field", field.field());
    node.put("why", word(field.why()));
    node.put("text", field.text());
    if (field.change() != null) {
      node.put("run_id", field.change().run());
      node.put("at", field.change().at().toString());
    }
    if (field.written() != null) {
      node.set("written", of(field.written()));
    }
    if (field.question() != null) {
      node.put("case_id", field.question().id());
    }
    return node;
  }

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
