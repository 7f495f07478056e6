package com.puraify.sync.testkit.airtable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A base. Guarded by the lock of the workspace. */
final class BaseRecord {
  final String id;
  final Map<String, TableRecord> tables = new LinkedHashMap<>();
  final List<WebhookRecord> webhooks = new ArrayList<>();
  String name;
  Permission permission = Permission.CREATE;
  long transactions;

  BaseRecord(String id, String name) {
    this.id = id;
    this.name = name;
  }

  /** Returns the table with this name or id, or null. */
  @Nullable TableRecord find(String nameOrId) {
    TableRecord table = tables.get(nameOrId);
    if (table != null) {
      return table;
    }
    return tables.values().stream()
        .filter(other -> other.name.equals(nameOrId))
        .findFirst()
        .orElse(null);
  }

  /** Returns the table with this name or id, or answers that there is none. */
  TableRecord table(String nameOrId) {
    TableRecord table = find(nameOrId);
    if (table == null) {
      throw Ids.is("tbl", nameOrId)
          ? AirtableError.unseen()
          : AirtableError.of(
              404, "TABLE_NOT_FOUND", "Could not find table " + nameOrId + " in application " + id);
    }
    return table;
  }

  /** Returns the table that a link field points to. */
  TableRecord linked(FieldSpec link) {
    TableRecord table = tables.get(link.option("linkedTableId"));
    if (table == null) {
      throw new IllegalStateException("field " + link.name + " points to a table that is gone");
    }
    return table;
  }

  void demand(Permission needed) {
    if (permission.compareTo(needed) < 0) {
      throw AirtableError.forbidden("");
    }
  }
}
