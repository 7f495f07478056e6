package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.List;

/** The options of a select, as the schema lists them. Immutable. */
final class Choices {

  private final FieldType.Choice type;

  /** Reads a field's options. */
  Choices(Json options) {
    List<String> names =
        options.at("choices").elements().stream().map(each -> each.at("name").text()).toList();
    this.type = new FieldType.Choice(names, false, false);
  }

  FieldType.Choice type() {
    return type;
  }

  /**
   * Returns an option as it is written.
   *
   * @throws UnwritableException if there is no such option: Airtable refuses to add one
   */
  Json write(Value value) {
    if (!(value instanceof Value.Choice choice)) {
      throw FieldCodec.wrongKind(value, "the name of an option");
    }
    if (!type.options().contains(choice.name())) {
      throw new UnwritableException(
          "there is no option '"
              + choice.name()
              + "' among "
              + type.options()
              + ", letter by letter; add it in Airtable, or map it to one of these");
    }
    return Json.of(choice.name());
  }
}
