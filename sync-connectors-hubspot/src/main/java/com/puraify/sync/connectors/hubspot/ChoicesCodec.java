package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code enumeration} of which several options can be chosen: a set, written as a list with
 * semicolons between its elements. A list that begins with a semicolon would be added to what is
 * there; none of ours does.
 */
final class ChoicesCodec implements PropertyCodec {

  private static final Value NONE = Value.many(List.of());

  private final Options options;

  ChoicesCodec(Options options) {
    this.options = options;
  }

  @Override
  public FieldType type() {
    return FieldType.setOf(options.type());
  }

  @Override
  public Value nothing() {
    return NONE;
  }

  @Override
  public Value read(String text) {
    List<Value> chosen = new ArrayList<>();
    for (String each : text.split(";", -1)) {
      if (!each.isBlank()) {
        chosen.add(Value.choice(each));
      }
    }
    return Value.many(chosen);
  }

  @Override
  public String write(Value value) {
    Set<String> chosen = new LinkedHashSet<>();
    for (Value each : elements(value)) {
      chosen.add(options.write(each));
    }
    return String.join(";", chosen);
  }

  private static List<Value> elements(Value value) {
    if (value.isNull()) {
      return List.of();
    }
    if (value instanceof Value.Many many) {
      return many.elements();
    }
    if (value instanceof Value.Choice) {
      return List.of(value);
    }
    throw PropertyCodec.wrongKind(value, "a set of options");
  }

  /** Whoever holds a set holds its first element. */
  @Override
  public Optional<Term> search(Value value) {
    Value first =
        value instanceof Value.Many many && !many.elements().isEmpty()
            ? many.elements().get(0)
            : value;
    return first instanceof Value.Choice choice
        ? Optional.of(new Term(choice.name(), false))
        : Optional.empty();
  }
}
