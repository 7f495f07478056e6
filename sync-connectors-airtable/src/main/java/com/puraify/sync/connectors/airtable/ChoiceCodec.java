package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import org.jspecify.annotations.Nullable;

/** {@code singleSelect}: the name of one option, or nothing. */
final class ChoiceCodec implements FieldCodec {

  private final Choices choices;

  ChoiceCodec(Choices choices) {
    this.choices = choices;
  }

  @Override
  public FieldType type() {
    return choices.type();
  }

  @Override
  public Value read(Json cell) {
    return cell.isNull() ? Value.NULL : Value.choice(cell.text());
  }

  @Override
  public Json write(Value value) {
    return value.isNull() ? Json.NULL : choices.write(value);
  }

  @Override
  public boolean mergeable() {
    return true;
  }

  @Override
  public @Nullable String condition(String field, Value value) {
    if (value.isNull()) {
      return TextCodec.equal(field, Value.NULL);
    }
    return value instanceof Value.Choice choice
        ? TextCodec.equal(field, Value.text(choice.name()))
        : null;
  }
}
