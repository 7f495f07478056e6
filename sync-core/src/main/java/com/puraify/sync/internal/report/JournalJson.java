package com.puraify.sync.internal.report;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.internal.json.JsonText;
import com.puraify.sync.internal.json.ValueJson;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes journal entries as texts for the state store, and reads them back as they were. */
public final class JournalJson {

  private static final int MAX_DEPTH = 1_000;

  private JournalJson() {}

  /** Returns an entry as one line of JSON. */
  public static String write(JournalEntry entry) {
    return Json.object(
            members -> {
              members
                  .put("run", entry.run())
                  .put("side", entry.side().name())
                  .put("id", entry.id())
                  .put("action", entry.action())
                  .put("reason", entry.reason());
              if (!entry.made()) {
                members.put("made", false);
              }
              members
                  .put("before", ValueJson.write(entry.before()))
                  .put("after", ValueJson.write(entry.after()))
                  .put("rules", rules(entry));
            })
        .toString();
  }

  private static Json rules(JournalEntry entry) {
    Map<String, Json> rules = new LinkedHashMap<>();
    for (String field : entry.after().ids()) {
      JournalEntry.Rule rule = entry.rules().get(field);
      if (rule != null) {
        rules.put(field, rule(rule));
      }
    }
    return Json.object(rules);
  }

  private static Json rule(JournalEntry.Rule rule) {
    return Json.object(
        members -> {
          members.put("rule", rule.name());
          if (rule.third()) {
            members.put("third", true);
          }
          Value local = rule.local();
          Value remote = rule.remote();
          if (local != null && remote != null) {
            members.put("local", ValueJson.write(local)).put("remote", ValueJson.write(remote));
          }
        });
  }

  /**
   * Returns the entry that a text stands for.
   *
   * @throws StateException if it is nothing that {@link #write} makes
   */
  public static JournalEntry read(String text) {
    return read(parse(text));
  }

  /**
   * Returns the JSON of a journal or trace text.
   *
   * @throws StateException if it is none
   */
  public static Json parse(String text) {
    return JsonText.parse(
        text,
        MAX_DEPTH,
        reason -> new StateException("a stored journal entry is damaged: " + reason));
  }

  /** Returns the entry that some JSON stands for; see {@link #read(String)}. */
  public static JournalEntry read(Json json) {
    try {
      Map<String, JournalEntry.Rule> rules = new LinkedHashMap<>();
      json.at("rules").members().forEach((field, rule) -> rules.put(field, readRule(rule)));
      return new JournalEntry(
          json.at("run").text(),
          Side.valueOf(json.at("side").text()),
          json.at("id").text(),
          json.at("action").text(),
          json.at("reason").text(),
          json.at("made").isMissing(),
          fields(json.at("before")),
          fields(json.at("after")),
          rules);
    } catch (ConnectorException | IllegalArgumentException e) {
      throw new StateException(
          "a stored journal entry cannot be read; a newer version may have written it", e);
    }
  }

  private static JournalEntry.Rule readRule(Json rule) {
    return new JournalEntry.Rule(
        rule.at("rule").text(),
        rule.at("third").isTrue(),
        value(rule.at("local")),
        value(rule.at("remote")));
  }

  private static Fields fields(Json json) {
    Map<String, Value> values = new LinkedHashMap<>();
    json.members().forEach((field, value) -> values.put(field, ValueJson.read(value)));
    return Fields.copyOf(values);
  }

  private static @Nullable Value value(Json json) {
    return json.isMissing() ? null : ValueJson.read(json);
  }
}
