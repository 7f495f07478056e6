package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code multi_select}: a set of options. */
final class MultiSelectCodec implements PropertyCodec {

  private final Options options;
  private final FieldType.Many type;

  MultiSelectCodec(Options options) {
    this.options = options;
    this.type = new FieldType.Many(options.type(), false, Elements.MAX);
  }

  @Override
  public FieldType type() {
    return type;
  }

  @Override
  public Value read(Json content) {
    return Value.many(content.elements().stream().map(options::read).toList());
  }

  @Override
  public Json write(Value value) {
    Map<Value, Json> distinct = new LinkedHashMap<>();
    for (Value each : Elements.of(value, "a set of options")) {
      distinct.putIfAbsent(options.type().canonical(each), options.write(each));
    }
    return Elements.array(distinct.values());
  }

  @Override
  public @Nullable List<List<Json>> conditions(Value value) {
    List<Value> elements = Elements.of(value, "a set of options");
    if (elements.isEmpty()) {
      return PropertyCodec.empty();
    }
    List<Optional<Json>> names = elements.stream().map(options::searched).toList();
    if (names.stream().anyMatch(Optional::isEmpty)) {
      return List.of();
    }
    return PropertyCodec.condition("contains", names.get(0).orElseThrow());
  }
}
