package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Records as the API shows them. */
final class RecordView {
  private final Portal portal;

  RecordView(Portal portal) {
    this.portal = portal;
  }

  /**
   * Returns a record with its system properties and those that were asked for; what is asked for
   * and not defined is left out, what is defined and empty is null.
   *
   * @param wanted the properties asked for, or none for the usual ones
   * @param histories the properties whose earlier values are asked for
   */
  ObjectNode show(CrmRecord record, Collection<String> wanted, Collection<String> histories) {
    ObjectNode shown = Json.object().put("id", record.idText());
    ObjectNode properties = shown.putObject("properties");
    for (String name : names(record.type, wanted)) {
      if (record.type.property(name) != null) {
        properties.put(name, record.state.value(name));
      }
    }
    if (!histories.isEmpty()) {
      history(record, histories, shown.putObject("propertiesWithHistory"));
    }
    shown.put("createdAt", Times.envelope(record.createdAt));
    shown.put("updatedAt", Times.envelope(record.state.updatedAt()));
    shown.put("archived", record.archivedAt != null);
    if (record.archivedAt != null) {
      shown.put("archivedAt", Times.envelope(record.archivedAt));
    }
    shown.put(
        "url",
        "https://app.hubspot.com/contacts/"
            + portal.id
            + "/record/"
            + record.type.typeId
            + "/"
            + record.id);
    if (portal.quirks.extraFields()) {
      shown.put("xFutureFlag", true);
    }
    return shown;
  }

  /** Returns a record as the answer to a write: with what was written. */
  ObjectNode written(CrmRecord record, Collection<String> names, @Nullable String traceId) {
    ObjectNode shown = show(record, names.isEmpty() ? List.of("hs_object_id") : names, List.of());
    if (traceId != null) {
      shown.put("objectWriteTraceId", traceId);
    }
    return shown;
  }

  private static Set<String> names(ObjectType type, Collection<String> wanted) {
    Set<String> names = new LinkedHashSet<>();
    if (wanted.isEmpty()) {
      names.addAll(type.defaults);
    }
    names.add(type.createdProperty());
    names.add("hs_object_id");
    names.add(type.modifiedProperty());
    names.addAll(wanted);
    return names;
  }

  private static void history(CrmRecord record, Collection<String> histories, ObjectNode shown) {
    for (String name : histories) {
      if (record.type.property(name) == null) {
        continue;
      }
      ArrayNode values = shown.putArray(name);
      for (CrmRecord.Written written : record.history(name)) {
        ObjectNode value = values.addObject().put("value", written.value());
        value.put("timestamp", Times.envelope(written.at()));
        value.put("sourceType", written.author().source());
        value.put("sourceId", written.author().sourceId());
        String userId = written.author().userId();
        if (userId != null) {
          value.put("updatedByUserId", Long.parseLong(userId));
        }
      }
    }
  }
}
