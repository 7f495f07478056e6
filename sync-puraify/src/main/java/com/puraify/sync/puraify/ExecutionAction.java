package com.puraify.sync.puraify;

import com.puraify.sync.connector.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Execution is asked to do. Immutable.
 *
 * <p>Texts in the parameters may hold {@code {project}}, {@code {sync}}, {@code {run}}, {@code
 * {status}}, {@code {synced_items}}, {@code {side}}, {@code {action}} and {@code {id}}, as far as
 * they are known at that moment; a text that is nothing but {@code {report}} becomes the report.
 *
 * @param action the action's name, such as {@code http_request}
 * @param params its parameters, an object
 */
public record ExecutionAction(String action, Json params) {

  private static final String REPORT = "{report}";

  /** Returns an action. */
  public static ExecutionAction of(String action, Json params) {
    return new ExecutionAction(action, params);
  }

  /** Returns the parameters with facts filled in. */
  Json filled(Map<String, Json> facts) {
    return filled(params, facts);
  }

  private static Json filled(Json json, Map<String, Json> facts) {
    if (json.isText()) {
      return text(json.text(), facts);
    }
    if (json.isArray()) {
      return Json.array(json.elements().stream().map(each -> filled(each, facts)).toList());
    }
    if (json.isObject()) {
      Map<String, Json> members = new LinkedHashMap<>();
      json.members().forEach((name, value) -> members.put(name, filled(value, facts)));
      return Json.object(members);
    }
    return json;
  }

  private static Json text(String template, Map<String, Json> facts) {
    Json report = facts.get("report");
    if (template.equals(REPORT) && report != null) {
      return report;
    }
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      int open = template.indexOf('{', at);
      int close = open < 0 ? -1 : template.indexOf('}', open);
      if (close < 0) {
        break;
      }
      Json fact = facts.get(template.substring(open + 1, close));
      text.append(template, at, open);
      if (fact == null || fact.isObject()) {
        text.append('{'); // not ours
        at = open + 1;
      } else {
        text.append(fact.isText() ? fact.text() : fact.toString());
        at = close + 1;
      }
    }
    return Json.of(text.append(template.substring(at)).toString());
  }
}
