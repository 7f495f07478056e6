package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code multipleSelects}: a set of options. */
final class ChoicesCodec implements FieldCodec {

  private final Choices choices;
  private final FieldType.Many type;

  ChoicesCodec(Choices choices) {
    this.choices = choices;
    this.type = new FieldType.Many(choices.type(), false, Integer.MAX_VALUE);
  }

  @Override
  public FieldType type() {
    return type;
  }

  @Override
  public Value read(Json cell) {
    return Value.many(Elements.of(cell).stream().map(each -> Value.choice(each.text())).toList());
  }

  @Override
  public Json write(Value value) {
    Set<Json> distinct = new LinkedHashSet<>();
    for (Value each : Elements.of(value, "a set of options")) {
      distinct.add(choices.write(each));
    }
    return Json.array(List.copyOf(distinct));
  }
}
