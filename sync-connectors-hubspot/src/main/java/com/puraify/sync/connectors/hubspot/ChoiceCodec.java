package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.Optional;

/** {@code enumeration} of which one option can be chosen, or none. */
final class ChoiceCodec implements PropertyCodec {

  private final Options options;

  ChoiceCodec(Options options) {
    this.options = options;
  }

  @Override
  public FieldType type() {
    return options.type();
  }

  @Override
  public Value read(String text) {
    return Value.choice(text);
  }

  @Override
  public String write(Value value) {
    return value.isNull() ? "" : options.write(value);
  }

  @Override
  public Optional<Term> search(Value value) {
    return value instanceof Value.Choice choice
        ? Optional.of(new Term(choice.name(), false))
        : Optional.empty();
  }
}
