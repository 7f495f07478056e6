package com.puraify.sync.value;

import java.util.Objects;

/**
 * One column or property of an entity.
 *
 * <p>Immutable.
 *
 * @param id the platform's stable id of the field; survives a renaming
 * @param name what people call it
 * @param type what it holds
 * @param access who may write it
 * @param required whether an item cannot be created without it
 * @param unique whether no two items may hold the same value
 * @param derived whether the platform computes it (formula, roll-up, time of change), so that it
 *     may change without the item's being touched; such a field never causes a conflict
 */
public record Field(
    String id,
    String name,
    FieldType type,
    Access access,
    boolean required,
    boolean unique,
    boolean derived) {

  /** Who may write a field. */
  public enum Access {
    /** Written at any time. */
    READ_WRITE,
    /** Written when the item is created, and never again. */
    CREATE_ONLY,
    /** Never written. */
    READ_ONLY
  }

  /** Checks that nothing is missing. */
  public Field {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(access, "access");
  }

  /** Returns a writable, optional field whose id is its name. */
  public static Field of(String name, FieldType type) {
    return new Field(name, name, type, Access.READ_WRITE, false, false, false);
  }

  /** Returns a writable, optional field. */
  public static Field of(String id, String name, FieldType type) {
    return new Field(id, name, type, Access.READ_WRITE, false, false, false);
  }

  /** Returns this field, never written. */
  public Field readOnly() {
    return new Field(id, name, type, Access.READ_ONLY, false, unique, derived);
  }

  /** Returns this field, written at creation only. */
  public Field createOnly() {
    return new Field(id, name, type, Access.CREATE_ONLY, required, unique, derived);
  }

  /** Returns this field, computed by the platform and never written. */
  public Field asDerived() {
    return new Field(id, name, type, Access.READ_ONLY, false, unique, true);
  }

  /** Returns this field, needed at creation. */
  public Field asRequired() {
    return new Field(id, name, type, access, true, unique, derived);
  }

  /** Returns this field, unique among the entity's items. */
  public Field asUnique() {
    return new Field(id, name, type, access, required, true, derived);
  }

  /** Returns whether an existing item's field can be written. */
  public boolean writable() {
    return access == Access.READ_WRITE;
  }

  /** Returns whether the field can be written when its item is created. */
  public boolean creatable() {
    return access != Access.READ_ONLY;
  }
}
