package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code checkbox}: true or false, never empty. */
final class CheckboxCodec implements PropertyCodec {

  private static final FieldType TYPE = new FieldType.Bool(true);

  @Override
  public FieldType type() {
    return TYPE;
  }

  @Override
  public Value read(Json content) {
    return content.isNull() ? Value.FALSE : Value.bool(content.bool());
  }

  @Override
  public Json write(Value value) {
    if (TYPE.canonical(value) instanceof Value.Bool bool) {
      return Json.of(bool.value());
    }
    throw PropertyCodec.wrongKind(value, "true or false");
  }

  @Override
  public @Nullable List<List<Json>> conditions(Value value) {
    return TYPE.canonical(value) instanceof Value.Bool bool
        ? PropertyCodec.condition("equals", Json.of(bool.value()))
        : null;
  }
}
