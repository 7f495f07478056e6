package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.List;
import java.util.Set;

/**
 * The options of a property. They are known by their internal values, which never change; people
 * see their labels, which do. Immutable.
 */
final class Options {

  private static final int NAMED = 20;

  private final FieldType.Choice type;

  /** Reads the options of a property's definition. */
  Options(Json property) {
    List<String> values = PropertyTypes.options(property, "value");
    boolean elsewhere = property.at("externalOptions").isTrue() || values.isEmpty();
    this.type = new FieldType.Choice(values, elsewhere, false);
  }

  FieldType.Choice type() {
    return type;
  }

  boolean areTruthValues() {
    return Set.of("true", "false").equals(Set.copyOf(type.options()));
  }

  /**
   * Returns an option as it is written.
   *
   * @throws UnwritableException if there is none
   */
  String write(Value value) {
    if (!(value instanceof Value.Choice choice)) {
      throw PropertyCodec.wrongKind(value, "the internal value of an option");
    }
    String name = choice.name();
    if (type.options().contains(name)) {
      return name;
    }
    if (!type.open()) {
      throw new UnwritableException(
          "there is no option '"
              + name
              + "' among "
              + (type.options().size() <= NAMED
                  ? type.options().toString()
                  : type.options().subList(0, NAMED) + " and others")
              + ", and HubSpot adds none by writing it; add it in HubSpot, or map it to one of"
              + " these, by their internal values");
    }
    if (name.isBlank() || name.indexOf(';') >= 0) {
      throw new UnwritableException(
          "the value of an option is not blank and has no semicolon: '" + name + "'");
    }
    return name;
  }
}
