package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import org.jspecify.annotations.Nullable;

/** {@code checkbox}: true or false, never empty; Airtable shows false as an empty cell. */
final class CheckboxCodec implements FieldCodec {

  private static final FieldType TYPE = new FieldType.Bool(true);

  @Override
  public FieldType type() {
    return TYPE;
  }

  @Override
  public Value read(Json cell) {
    return cell.isNull() ? Value.FALSE : Value.bool(cell.bool());
  }

  @Override
  public Json write(Value value) {
    if (TYPE.canonical(value) instanceof Value.Bool bool) {
      return Json.of(bool.value());
    }
    throw FieldCodec.wrongKind(value, "true or false");
  }

  @Override
  public @Nullable String condition(String field, Value value) {
    return TYPE.canonical(value) instanceof Value.Bool bool
        ? bool.value() ? field : "NOT(" + field + ")"
        : null;
  }
}
