package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The associations with the objects of one type, as a field. Immutable.
 *
 * @param to the id of the type that they lead to
 * @param field the field that they make
 */
record Association(String to, Field field) {

  /** How many objects one object is associated with by us, at most. */
  static final int MAX = 1_000;

  private static final String PREFIX = "associations.";

  /** Returns the associations with a type, and what people call that type. */
  static Association with(String type, String name) {
    FieldType references = new FieldType.Many(new FieldType.Reference(type), false, MAX);
    return new Association(type, Field.of(idOf(type), "Associated " + name, references));
  }

  /** Returns the id of the field that holds the associations with a type. */
  static String idOf(String type) {
    return PREFIX + type;
  }

  String id() {
    return field.id();
  }

  /** Returns associated objects as the field's value. */
  static Value value(Set<String> objects) {
    return Value.many(objects.stream().map(Value::reference).toList());
  }

  /**
   * Returns the objects that a value names.
   *
   * @throws UnwritableException if it names something else, or too many
   */
  Set<String> objects(Value value) {
    List<Value> elements =
        value.isNull()
            ? List.of()
            : value instanceof Value.Many many ? many.elements() : List.of(value);
    Set<String> objects = new LinkedHashSet<>();
    for (Value each : elements) {
      if (!(each instanceof Value.Reference reference)) {
        throw unwritable("takes references, not a " + PropertyCodec.kind(each));
      }
      if (!RecordIds.isOne(reference.id())) {
        throw unwritable("'" + reference.id() + "' is not the id of a HubSpot object");
      }
      objects.add(reference.id());
    }
    if (objects.size() > MAX) {
      throw unwritable(objects.size() + " objects are more than the " + MAX + " that are written");
    }
    return objects;
  }

  private UnwritableException unwritable(String message) {
    return new UnwritableException(
        Reason.INVALID_VALUE, "'" + field.name() + "': " + message, id());
  }
}
