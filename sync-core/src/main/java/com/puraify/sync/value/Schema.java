package com.puraify.sync.value;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of an entity as they are now.
 *
 * <p>Immutable.
 */
public final class Schema {

  private final String entity;
  private final List<Field> fields;
  private final Map<String, Field> byId;

  private Schema(String entity, List<Field> fields) {
    this.entity = entity;
    this.fields = List.copyOf(fields);
    this.byId = new LinkedHashMap<>();
    for (Field field : fields) {
      if (byId.put(field.id(), field) != null) {
        throw new IllegalArgumentException("two fields of " + entity + " have id " + field.id());
      }
    }
  }

  /**
   * Returns a schema.
   *
   * @param entity what people call the entity
   * @throws IllegalArgumentException if two fields have the same id
   */
  public static Schema of(String entity, List<Field> fields) {
    return new Schema(entity, fields);
  }

  /** Returns a schema. */
  public static Schema of(String entity, Field... fields) {
    return new Schema(entity, List.of(fields));
  }

  /** Returns what people call the entity. */
  public String entity() {
    return entity;
  }

  /** Returns the fields in the platform's order. */
  public List<Field> fields() {
    return fields;
  }

  /** Returns the field with an id. */
  public Optional<Field> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * Returns the field that a name means: the only one with exactly that name, else the one with
   * that id, else the only one whose name is the same but for case, spaces and punctuation. Where
   * several fit, none is meant.
   */
  public Optional<Field> named(String name) {
    Field exact = null;
    int exactly = 0;
    for (Field field : fields) {
      if (field.name().equals(name)) {
        exact = field;
        exactly++;
      }
    }
    if (exact != null && exactly == 1) {
      return Optional.of(exact);
    }
    Field sameId = byId.get(name);
    if (sameId != null) {
      return Optional.of(sameId);
    }
    String simple = simplify(name);
    List<Field> alike =
        fields.stream().filter(field -> simplify(field.name()).equals(simple)).toList();
    return alike.size() == 1 && !simple.isEmpty() ? Optional.of(alike.get(0)) : Optional.empty();
  }

  /**
   * Returns a name without case, spaces and punctuation, for loose comparison; empty if there is
   * nothing else in it, and then it is like no other name.
   */
  public static String simplify(String name) {
    StringBuilder simple = new StringBuilder(name.length());
    Normalizer.normalize(name, Normalizer.Form.NFC)
        .codePoints()
        .filter(Schema::tellsApart)
        .forEach(simple::appendCodePoint);
    return simple.toString().toLowerCase(Locale.ROOT);
  }

  /** Marks belong to the letters before them: in many scripts they are the vowels. */
  private static boolean tellsApart(int codePoint) {
    int type = Character.getType(codePoint);
    return Character.isLetterOrDigit(codePoint)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  @Override
  public String toString() {
    return entity + fields.stream().map(Field::name).toList();
  }
}
