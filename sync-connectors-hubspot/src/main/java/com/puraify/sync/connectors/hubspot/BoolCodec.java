package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.Locale;
import java.util.Optional;

/** {@code bool}: true, false or nothing, as a text. */
final class BoolCodec implements PropertyCodec {

  @Override
  public FieldType type() {
    return FieldType.bool();
  }

  @Override
  public Value read(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> Value.TRUE;
      case "false" -> Value.FALSE;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  @Override
  public String write(Value value) {
    if (value.isNull()) {
      return "";
    }
    if (value instanceof Value.Bool bool) {
      return Boolean.toString(bool.value());
    }
    throw PropertyCodec.wrongKind(value, "true or false");
  }

  @Override
  public Optional<Term> search(Value value) {
    return value instanceof Value.Bool
        ? Optional.of(new Term(write(value), false))
        : Optional.empty();
  }
}
