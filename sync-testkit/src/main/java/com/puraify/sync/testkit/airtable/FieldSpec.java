package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A field. Guarded by the lock of the workspace. */
final class FieldSpec {
  final String id;
  final String type;
  final CellType cells;
  final ObjectNode options;
  String name;
  @Nullable String description;
  private @Nullable Expression formula;

  FieldSpec(String id, String name, String type, ObjectNode options) {
    this.id = id;
    this.name = name;
    this.type = type;
    this.options = options;
    this.cells = CellTypes.of(type);
  }

  boolean isCalled(String nameOrId) {
    return id.equals(nameOrId) || name.equals(nameOrId);
  }

  boolean isLink() {
    return type.equals("multipleRecordLinks");
  }

  /** Returns what the cells are computed by. */
  Expression formula() {
    Expression parsed = formula;
    if (parsed == null) {
      parsed = FormulaParser.parse(option("formula"));
      formula = parsed;
    }
    return parsed;
  }

  /** Returns an option as text, empty when there is none. */
  String option(String key) {
    return options.path(key).asText();
  }

  /** Returns the choice with this id or name, or null. */
  @Nullable JsonNode choice(String key, String value) {
    for (JsonNode choice : options.path("choices")) {
      if (choice.path(key).asText().equals(value)) {
        return choice;
      }
    }
    return null;
  }

  /** Returns the field as the API shows it. */
  ObjectNode shown() {
    ObjectNode shown = Json.object().put("id", id).put("name", name).put("type", type);
    if (description != null) {
      shown.put("description", description);
    }
    if (!options.isEmpty()) {
      shown.set("options", options.deepCopy());
    }
    return shown;
  }
}
