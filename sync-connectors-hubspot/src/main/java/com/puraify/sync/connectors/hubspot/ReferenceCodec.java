package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.Optional;

/** A property that holds the id of an owner, or of another object. */
final class ReferenceCodec implements PropertyCodec {

  private final FieldType.Reference type;

  /**
   * Creates a codec.
   *
   * @param entity the id of the type that it refers to, or that of people for owners
   */
  ReferenceCodec(String entity) {
    this.type = new FieldType.Reference(entity);
  }

  @Override
  public FieldType type() {
    return type;
  }

  @Override
  public Value read(String text) {
    return Value.reference(text);
  }

  @Override
  public String write(Value value) {
    return value.isNull() ? "" : id(value, type);
  }

  /**
   * Returns the id that a value refers to.
   *
   * @throws UnwritableException if it is not an id
   */
  static String id(Value value, FieldType.Reference type) {
    if (!(value instanceof Value.Reference reference)) {
      throw PropertyCodec.wrongKind(value, "a reference");
    }
    if (!RecordIds.isOne(reference.id())) {
      throw new UnwritableException(
          "'"
              + reference.id()
              + "' is not the id of "
              + (type.toPeople() ? "an owner (which is not a user's)" : "an object")
              + "; HubSpot takes ids alone");
    }
    return reference.id();
  }

  @Override
  public Optional<Term> search(Value value) {
    return value instanceof Value.Reference reference
        ? Optional.of(new Term(reference.id(), false))
        : Optional.empty();
  }
}
