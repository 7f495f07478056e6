package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code select} and {@code status}: one option or none. A status never grows by writing, and one
 * that is cleared goes back to its default option if it has one.
 */
final class SelectCodec implements PropertyCodec {

  private final Options options;

  SelectCodec(Options options) {
    this.options = options;
  }

  @Override
  public FieldType type() {
    return options.type();
  }

  @Override
  public Value read(Json content) {
    return content.isNull() ? Value.NULL : options.read(content);
  }

  @Override
  public Json write(Value value) {
    return value.isNull() ? Json.NULL : options.write(value);
  }

  @Override
  public @Nullable List<List<Json>> conditions(Value value) {
    if (value.isNull()) {
      return PropertyCodec.empty();
    }
    return options
        .searched(value)
        .map(name -> PropertyCodec.condition("equals", name))
        .orElse(List.of());
  }
}
