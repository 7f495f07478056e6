package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** How the meta API shows tables. */
final class SchemaView {
  private SchemaView() {}

  static ObjectNode table(Workspace workspace, TableRecord table, boolean visibleFields) {
    boolean extra = workspace.quirks.extraKeys();
    ObjectNode shown = Json.object().put("id", table.id).put("name", table.name);
    if (table.description != null) {
      shown.put("description", table.description);
    }
    shown.put("primaryFieldId", table.primary().id);
    ArrayNode fields = shown.putArray("fields");
    for (FieldSpec field : table.fields) {
      ObjectNode one = field(table, field);
      fields.add(extra ? one.put("futureKey", true) : one);
    }
    ArrayNode views = shown.putArray("views");
    for (ViewSpec view : table.views) {
      ObjectNode one = views.addObject().put("id", view.id());
      one.put("name", view.name()).put("type", view.type());
      if (visibleFields && view.type().equals(ViewSpec.GRID)) {
        one.set("visibleFieldIds", Json.array(table.fields.stream().map(f -> f.id).toList()));
      }
    }
    return extra ? shown.put("futureKey", true) : shown;
  }

  /** Returns a field; those that are computed from others say whether they still can be. */
  static ObjectNode field(TableRecord table, FieldSpec field) {
    ObjectNode shown = field.shown();
    String link = field.option("recordLinkFieldId");
    if (!link.isEmpty() && shown.path("options") instanceof ObjectNode options) {
      options.put("isValid", table.find(link) != null);
    }
    return shown;
  }
}
