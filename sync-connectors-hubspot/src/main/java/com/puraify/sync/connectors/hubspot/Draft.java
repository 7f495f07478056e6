package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One object as it is to be written. Immutable.
 *
 * @param index its place in the batch
 * @param trace what HubSpot calls it in its answer
 * @param id the object's id, or null for a new one
 * @param properties the properties' values as HubSpot takes them
 * @param cleared the names of properties that are to be empty
 * @param references what the object is to be associated with
 */
record Draft(
    int index,
    String trace,
    @Nullable String id,
    Map<String, String> properties,
    Set<String> cleared,
    Map<Association, Set<String>> references) {

  /**
   * Makes a draft of an object to be written.
   *
   * @throws UnwritableException if HubSpot would refuse it
   */
  static Draft of(int index, String trace, @Nullable String id, Fields fields, RecordType type) {
    Map<String, String> properties = new LinkedHashMap<>();
    Set<String> cleared = new LinkedHashSet<>();
    Map<Association, Set<String>> references = new LinkedHashMap<>();
    for (String field : fields.ids()) {
      Value value = fields.find(field).orElse(Value.NULL);
      Association association = type.association(field);
      if (association != null) {
        Set<String> objects = association.objects(value);
        if (id != null || !objects.isEmpty()) {
          references.put(association, objects);
        }
        continue;
      }
      String text = text(type, field, value, id == null);
      if (text.isEmpty()) {
        cleared.add(field);
      }
      if (id != null || !text.isEmpty()) { // a new object is empty where nothing is said
        properties.put(field, text);
      }
    }
    return new Draft(index, trace, id, properties, cleared, references);
  }

  private static String text(RecordType type, String name, Value value, boolean creating) {
    Property property = type.property(name);
    if (property == null) {
      throw new UnwritableException(
          Reason.INVALID_VALUE,
          "HubSpot's " + type.type().name() + " have no property '" + name + "'",
          name);
    }
    Field field = property.field();
    try {
      if (creating ? !field.creatable() : !field.writable()) {
        throw new UnwritableException(
            Reason.FORBIDDEN, "HubSpot computes it; it is never written", name);
      }
      String text = property.codec().write(value);
      if (text.isEmpty() && field.required()) {
        throw new UnwritableException("HubSpot's " + type.type().name() + " cannot be without it");
      }
      return text;
    } catch (UnwritableException e) {
      throw e.of(property);
    }
  }

  /** Returns the names of the properties that are written, also of those that are left empty. */
  Set<String> written() {
    Set<String> written = new LinkedHashSet<>(properties.keySet());
    written.addAll(cleared);
    return written;
  }

  /** Returns the properties as HubSpot takes them. */
  Json values() {
    return Json.object(o -> properties.forEach(o::put));
  }
}
