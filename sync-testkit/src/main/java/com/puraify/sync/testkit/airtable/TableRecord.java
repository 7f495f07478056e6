package com.puraify.sync.testkit.airtable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table. Guarded by the lock of the workspace. */
final class TableRecord {
  final String id;
  final List<FieldSpec> fields = new ArrayList<>();
  final List<ViewSpec> views = new ArrayList<>();
  final Map<String, Row> rows = new LinkedHashMap<>();
  String name;
  @Nullable String description;
  long numbers;

  TableRecord(String id, String name) {
    this.id = id;
    this.name = name;
  }

  boolean isCalled(String nameOrId) {
    return id.equals(nameOrId) || name.equals(nameOrId);
  }

  /** Returns the first field, which names the records. */
  FieldSpec primary() {
    return fields.get(0);
  }

  /** Returns the field with this name or id, or null. */
  @Nullable FieldSpec find(String nameOrId) {
    for (FieldSpec field : fields) {
      if (field.isCalled(nameOrId)) {
        return field;
      }
    }
    return null;
  }

  /** Returns the field with this name or id, or answers that it is unknown. */
  FieldSpec field(String nameOrId) {
    FieldSpec field = find(nameOrId);
    if (field == null) {
      throw AirtableError.unknownField(nameOrId);
    }
    return field;
  }

  /** Puts a record back where it was in the order of creation. */
  void restore(Row row) {
    List<Row> all = new ArrayList<>(rows.values());
    all.add(row);
    all.sort(Comparator.comparingLong(each -> each.number));
    rows.clear();
    all.forEach(each -> rows.put(each.id, each));
  }

  ViewSpec view(String nameOrId) {
    return views.stream()
        .filter(view -> view.isCalled(nameOrId))
        .findFirst()
        .orElseThrow(
            () ->
                AirtableError.refused(
                    Ids.is("viw", nameOrId) ? "VIEW_ID_NOT_FOUND" : "VIEW_NAME_NOT_FOUND",
                    "View " + nameOrId + " not found"));
  }
}
