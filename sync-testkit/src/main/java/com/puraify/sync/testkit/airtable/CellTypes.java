package com.puraify.sync.testkit.airtable;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The types of fields by their names in the API. */
final class CellTypes {
  private static final Map<String, CellType> TYPES = types();
  private static final CellType OTHER = new GivenCell();

  /** Types that the API lets nobody create. */
  private static final Set<String> NOT_CREATABLE =
      Set.of("button", "aiText", "externalSyncSource", "manualSort");

  /** Types that cannot name the records of a table. */
  private static final Set<String> NEVER_PRIMARY =
      Set.of(
          "multipleSelects",
          "multipleRecordLinks",
          "multipleAttachments",
          "checkbox",
          "multipleLookupValues",
          "singleCollaborator",
          "multipleCollaborators");

  private CellTypes() {}

  private static Map<String, CellType> types() {
    Map<String, CellType> types = new HashMap<>();
    for (String text :
        Set.of("singleLineText", "multilineText", "richText", "email", "url", "phoneNumber")) {
      types.put(text, new TextCell(text.equals("richText")));
    }
    for (String number : Set.of("number", "currency", "percent", "duration", "rating")) {
      types.put(number, new NumberCell());
    }
    types.put("checkbox", new CheckboxCell());
    types.put("singleSelect", new SelectCell());
    types.put("multipleSelects", new MultipleSelectCell());
    types.put("date", new DateCell());
    types.put("dateTime", new DateTimeCell());
    types.put("multipleRecordLinks", new LinkCell());
    types.put("singleCollaborator", new CollaboratorCell());
    types.put("multipleCollaborators", new MultipleCollaboratorCell());
    types.put("multipleAttachments", new AttachmentCell());
    types.put("barcode", new BarcodeCell());
    types.put("formula", new FormulaCell());
    types.put("rollup", new RollupCell());
    types.put("multipleLookupValues", new LookupCell());
    types.put("count", new CountCell());
    types.put("autoNumber", new AutoNumberCell());
    types.put("createdTime", new CreatedTimeCell());
    types.put("lastModifiedTime", new LastModifiedTimeCell());
    types.put("createdBy", new EditorCell(false));
    types.put("lastModifiedBy", new EditorCell(true));
    return Map.copyOf(types);
  }

  /** Returns the cells of a type; those of types nobody knows are shown and not written. */
  static CellType of(String type) {
    return TYPES.getOrDefault(type, OTHER);
  }

  /** Whether the API creates fields of this type. */
  static boolean creatable(String type) {
    CellType cells = TYPES.get(type);
    return cells != null && !cells.computed() && !NOT_CREATABLE.contains(type);
  }

  static boolean canBePrimary(String type) {
    return !NEVER_PRIMARY.contains(type);
  }
}
