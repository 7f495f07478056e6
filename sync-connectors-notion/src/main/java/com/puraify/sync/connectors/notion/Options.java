package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options of a select, multi-select or status, as the schema lists them. Immutable. */
final class Options {

  private final FieldType.Choice type;
  private final Map<Value, String> idsByCanonicalName = new HashMap<>();
  private final Map<String, String> namesById = new HashMap<>();

  /**
   * Reads the options.
   *
   * @param config what stands under the property's type in the schema
   * @param open whether writing an unknown name adds an option
   */
  Options(Json config, boolean open) {
    List<String> names = new ArrayList<>();
    for (Json option : config.at("options").elements()) {
      names.add(option.at("name").text());
    }
    this.type = new FieldType.Choice(names, open, true);
    for (Json option : config.at("options").elements()) {
      String name = option.at("name").text();
      String id = option.at("id").textOrNull();
      if (id != null) {
        idsByCanonicalName.putIfAbsent(type.canonical(Value.choice(name)), id);
        namesById.put(id, name);
      }
    }
  }

  FieldType.Choice type() {
    return type;
  }

  /** Reads one option of a page, which Notion may show by its id alone. */
  Value read(Json option) {
    String name = option.at("name").textOrNull();
    if (name == null) {
      name = namesById.get(option.at("id").text());
    }
    if (name == null) {
      throw new ConnectorException(
          ConnectorException.Kind.PROTOCOL,
          "Notion shows an option without a name, and its schema does not list it");
    }
    return Value.choice(name);
  }

  /** Returns an option as it is written: by its id, or by its name if it is new. */
  Json write(Value value) {
    if (!(value instanceof Value.Choice choice)) {
      throw PropertyCodec.wrongKind(value, "the name of an option");
    }
    String name = choice.name().strip();
    String id = idsByCanonicalName.get(type.canonical(choice));
    if (id != null) {
      return Json.object(option -> option.put("id", id));
    }
    String known = type.optionFor(name);
    if (known == null) {
      refuseNew(name);
    }
    String written = known == null ? name : known;
    return Json.object(option -> option.put("name", written));
  }

  private void refuseNew(String name) {
    if (!type.open()) {
      throw new UnwritableException(
          "there is no option '"
              + name
              + "' among "
              + type.options()
              + ", and Notion adds none by writing it; add it in Notion, or map it to one of"
              + " these");
    }
    if (name.isEmpty()) {
      throw new UnwritableException("the name of an option cannot be empty");
    }
    if (name.indexOf(',') >= 0) {
      throw new UnwritableException(
          "Notion takes no comma in the name of an option: '" + name + "'; map it to another name");
    }
    TextCodec.refuseHalves(name);
  }

  /** Returns the name under which an option is searched for, if there is such an option. */
  Optional<Json> searched(Value value) {
    return value instanceof Value.Choice choice
        ? Optional.ofNullable(type.optionFor(choice.name())).map(Json::of)
        : Optional.empty();
  }
}
