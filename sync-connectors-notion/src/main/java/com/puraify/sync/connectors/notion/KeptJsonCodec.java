package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code place} and {@code verification}: set by people in Notion, read as JSON with the same keys
 * whether Notion fills them in or not, never written.
 */
final class KeptJsonCodec implements PropertyCodec {

  private static final FieldType TYPE = new FieldType.Json();

  private final List<String> keys;

  KeptJsonCodec(List<String> keys) {
    this.keys = List.copyOf(keys);
  }

  @Override
  public FieldType type() {
    return TYPE;
  }

  @Override
  public Field field(String id, String name) {
    return Field.of(id, name, TYPE).readOnly();
  }

  @Override
  public @Nullable Value read(Json content) {
    if (content.isNull()) {
      return Value.NULL;
    }
    Json kept =
        Json.object(
            all -> {
              for (String key : keys) {
                Json part = content.at(key);
                boolean user = "user".equals(part.at("object").textOrNull());
                all.put(key, part.isMissing() ? Json.NULL : user ? part.at("id") : part);
              }
            });
    return new Value.Opaque(kept.canonical());
  }

  @Override
  public Json write(Value value) {
    throw new UnwritableException("it is set in Notion alone");
  }
}
