package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code url}, {@code email} and {@code phone_number}: a text without spans, or nothing. */
final class PlainTextCodec implements PropertyCodec {

  private final FieldType.Text type;

  PlainTextCodec(int maxLength) {
    this.type = new FieldType.Text(maxLength, true);
  }

  @Override
  public FieldType type() {
    return type;
  }

  @Override
  public Value read(Json content) {
    return content.isNull() ? Value.NULL : Value.text(content.text());
  }

  @Override
  public Json write(Value value) {
    if (!value.isNull() && !(value instanceof Value.Text)) {
      throw PropertyCodec.wrongKind(value, "text");
    }
    if (!(type.canonical(value) instanceof Value.Text text)) {
      return Json.NULL;
    }
    TextCodec.refuseHalves(text.value());
    if (text.value().length() > type.maxLength()) {
      throw new UnwritableException(
          text.value().length() + " characters are more than the " + type.maxLength() + " allowed");
    }
    return Json.of(text.value());
  }

  @Override
  public @Nullable List<List<Json>> conditions(Value value) {
    return TextCodec.textConditions(type, value);
  }
}
