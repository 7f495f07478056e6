package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A property that holds the ids of several owners, or of other objects. */
final class ReferencesCodec implements PropertyCodec {

  private static final Value NONE = Value.many(List.of());

  private final FieldType.Reference element;

  /**
   * Creates a codec.
   *
   * @param entity the id of the type that it refers to, or that of people for owners
   */
  ReferencesCodec(String entity) {
    this.element = new FieldType.Reference(entity);
  }

  @Override
  public FieldType type() {
    return FieldType.setOf(element);
  }

  @Override
  public Value nothing() {
    return NONE;
  }

  @Override
  public Value read(String text) {
    List<Value> ids = new ArrayList<>();
    for (String each : text.split(";", -1)) {
      if (!each.isBlank()) {
        ids.add(Value.reference(each.strip()));
      }
    }
    return Value.many(ids);
  }

  @Override
  public String write(Value value) {
    if (value.isNull()) {
      return "";
    }
    List<Value> elements = value instanceof Value.Many many ? many.elements() : List.of(value);
    Set<String> ids = new LinkedHashSet<>();
    elements.forEach(each -> ids.add(ReferenceCodec.id(each, element)));
    return String.join(";", ids);
  }
}
