package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes items of objects as HubSpot shows them. Immutable.
 *
 * <p>A property that is asked for and not shown at all is not there any more, which is not the same
 * as empty: it is left out of the item.
 */
final class RecordReader {

  private final RecordType type;

  RecordReader(RecordType type) {
    this.type = type;
  }

  /** Returns an object's id. */
  static String id(Json object) {
    Json id = object.at("id");
    return id.isNumber() ? id.number().toPlainString() : id.text();
  }

  /** Reads an object's properties, as far as they are wanted. */
  Item item(Json object, Collection<Property> wanted) {
    String id = id(object);
    Fields.Builder fields = Fields.builder();
    for (Property property : wanted) {
      Value value = value(id, property, object.at("properties", property.name()));
      if (value != null) {
        fields.put(property.name(), value);
      }
    }
    return new Item(id, fields.build(), modified(object), null);
  }

  /**
   * Reads an object that HubSpot returned for a write, with all properties that it shows.
   *
   * @param written the names of the properties that were written
   * @param cleared those of them that were cleared
   * @return the item; or null if HubSpot does not show all that was written
   */
  @Nullable Item after(Json object, Set<String> written, Set<String> cleared) {
    Fields.Builder fields = Fields.builder();
    String id = id(object);
    for (String name : object.at("properties").members().keySet()) {
      Property property = type.property(name);
      if (property != null) {
        Value value = value(id, property, object.at("properties", name));
        if (value != null) {
          fields.put(name, value);
        }
      }
    }
    Fields shown = fields.build();
    for (String name : written) {
      Property property = type.property(name);
      if (property != null && !shown.mentions(name)) {
        if (!cleared.contains(name)) {
          return null;
        }
        shown = shown.with(name, property.codec().nothing());
      }
    }
    return new Item(id, shown, modified(object), null);
  }

  private static @Nullable Value value(String id, Property property, Json shown) {
    if (shown.isMissing()) {
      return null;
    }
    String text =
        shown.isNull()
            ? ""
            : shown.isNumber()
                ? shown.number().toPlainString()
                : shown.isBool() ? Boolean.toString(shown.bool()) : shown.text();
    if (text.isEmpty()) {
      return property.codec().nothing();
    }
    try {
      return property.codec().read(text);
    } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
      if (property.field().derived()) {
        return null; // HubSpot's own computation went wrong; nothing of it is ever written
      }
      throw new ConnectorException(
          Kind.PROTOCOL,
          "object "
              + id
              + ", property '"
              + property.name()
              + "': HubSpot shows something that is no "
              + property.codec().type().describe(),
          e);
    }
  }

  /** Returns when an object was last changed, or null if HubSpot does not say. */
  static @Nullable Instant modified(Json object) {
    String text = object.at("updatedAt").textOrNull();
    try {
      return text == null ? null : MomentCodec.moment(text);
    } catch (DateTimeException e) {
      throw new ConnectorException(
          Kind.PROTOCOL, "HubSpot's updatedAt cannot be read: " + Problem.shorten(text), e);
    }
  }
}
