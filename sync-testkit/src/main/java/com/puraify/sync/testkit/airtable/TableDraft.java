package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds fields to a table. A new table begins with a field of single line text called {@value
 * #PRIMARY}, unless the first field is drafted with {@link #primary}. Confined to one thread.
 */
public final class TableDraft {
  /** The name of the first field unless it is given another one. */
  public static final String PRIMARY = "Name";

  private static final String TEXT = "singleLineText";

  private final SchemaWrites schema;
  private final TableRecord table;

  TableDraft(SchemaWrites schema, TableRecord table) {
    this.schema = schema;
    this.table = table;
  }

  /** Adds the first field, which names the records, as single line text. */
  public TableDraft primary(String name) {
    return primary(name, TEXT, null);
  }

  /**
   * Adds the first field.
   *
   * @throws IllegalArgumentException if there is one already, or the type cannot be the first
   */
  public TableDraft primary(String name, String type, @Nullable ObjectNode options) {
    if (!table.fields.isEmpty()) {
      throw new IllegalArgumentException("the first field must be drafted first");
    }
    return put(name, type, options == null ? Json.object() : options);
  }

  /** Makes sure that there is a first field. */
  void complete() {
    if (table.fields.isEmpty()) {
      put(PRIMARY, TEXT, Json.object());
    }
  }

  /** Adds a field of any type, known to Airtable's documentation or not, with its options. */
  public TableDraft field(String name, String type, ObjectNode options) {
    complete();
    return put(name, type, options.deepCopy());
  }

  private TableDraft put(String name, String type, ObjectNode options) {
    try {
      FieldSpec unused = schema.addField(table, name, type, options);
      return this;
    } catch (AirtableError e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private TableDraft add(String name, String type) {
    complete();
    return put(name, type, Json.object());
  }

  private TableDraft add(String name, String type, ObjectNode options) {
    complete();
    return put(name, type, options);
  }

  /** Adds a field of one line of text. */
  public TableDraft text(String name) {
    return add(name, TEXT);
  }

  /** Adds a field of long text. */
  public TableDraft longText(String name) {
    return add(name, "multilineText");
  }

  /** Adds a field of long text in Markdown. */
  public TableDraft richText(String name) {
    return add(name, "richText");
  }

  /** Adds a field of e-mail addresses. */
  public TableDraft email(String name) {
    return add(name, "email");
  }

  /** Adds a field of web addresses. */
  public TableDraft url(String name) {
    return add(name, "url");
  }

  /** Adds a field of phone numbers. */
  public TableDraft phone(String name) {
    return add(name, "phoneNumber");
  }

  /** Adds a field of numbers with this many decimal places. */
  public TableDraft number(String name, int precision) {
    return add(name, "number", Json.object().put("precision", precision));
  }

  /** Adds a field of amounts of money. */
  public TableDraft currency(String name, int precision, String symbol) {
    ObjectNode options = Json.object().put("precision", precision);
    return add(name, "currency", options.put("symbol", symbol));
  }

  /** Adds a field of percentages with this many decimal places of a percent. */
  public TableDraft percent(String name, int precision) {
    return add(name, "percent", Json.object().put("precision", precision));
  }

  /** Adds a field of durations. */
  public TableDraft duration(String name) {
    return add(name, "duration", Json.object().put("durationFormat", "h:mm:ss"));
  }

  /** Adds a field of ratings from 1. */
  public TableDraft rating(String name, int max) {
    ObjectNode options = Json.object().put("icon", "star").put("max", max);
    return add(name, "rating", options.put("color", "yellowBright"));
  }

  /** Adds a checkbox. */
  public TableDraft checkbox(String name) {
    ObjectNode options = Json.object().put("icon", "check");
    return add(name, "checkbox", options.put("color", "greenBright"));
  }

  /** Adds a field of one choice. */
  public TableDraft select(String name, String... choices) {
    return add(name, "singleSelect", choices(choices));
  }

  /** Adds a field of several choices. */
  public TableDraft multipleSelects(String name, String... choices) {
    return add(name, "multipleSelects", choices(choices));
  }

  private static ObjectNode choices(String... names) {
    ObjectNode options = Json.object();
    ArrayNode choices = options.putArray("choices");
    for (String name : names) {
      choices.addObject().put("name", name);
    }
    return options;
  }

  /** Adds a field of days. */
  public TableDraft date(String name) {
    ObjectNode options = Json.object();
    options.set("dateFormat", isoDate());
    return add(name, "date", options);
  }

  private static ObjectNode isoDate() {
    return Json.object().put("name", "iso").put("format", "YYYY-MM-DD");
  }

  private static ObjectNode isoTime(String zone) {
    ObjectNode options = Json.object();
    options.set("dateFormat", isoDate());
    options.putObject("timeFormat").put("name", "24hour").put("format", "HH:mm");
    return options.put("timeZone", zone);
  }

  /** Adds a field of moments in UTC. */
  public TableDraft dateTime(String name) {
    return dateTime(name, "utc");
  }

  /** Adds a field of moments; those written without a zone are in this one. */
  public TableDraft dateTime(String name, String zone) {
    return add(name, "dateTime", isoTime(zone));
  }

  /** Adds links to a table, whose own links back are called like this table. */
  public TableDraft link(String name, SimulatedTable target) {
    return link(name, target, "");
  }

  /** Adds links to a table, whose own links back have this name. */
  public TableDraft link(String name, SimulatedTable target, String inverseName) {
    ObjectNode options = Json.object().put("linkedTableId", target.id());
    return add(name, "multipleRecordLinks", options.put("inverseName", inverseName));
  }

  /** Adds links to a table that do not show on the other side. */
  public TableDraft oneWayLink(String name, SimulatedTable target) {
    ObjectNode options = Json.object().put("linkedTableId", target.id());
    return add(name, "multipleRecordLinks", options.put("oneWay", true));
  }

  /** Adds links from records of this table to others of it. */
  public TableDraft selfLink(String name) {
    ObjectNode options = Json.object().put("linkedTableId", table.id);
    return add(name, "multipleRecordLinks", options.put("oneWay", true));
  }

  /** Adds a field of one person. */
  public TableDraft collaborator(String name) {
    return add(name, "singleCollaborator");
  }

  /** Adds a field of several people. */
  public TableDraft collaborators(String name) {
    return add(name, "multipleCollaborators");
  }

  /** Adds a field of files. */
  public TableDraft attachments(String name) {
    return add(name, "multipleAttachments", Json.object().put("isReversed", false));
  }

  /** Adds a field of barcodes. */
  public TableDraft barcode(String name) {
    return add(name, "barcode");
  }

  /**
   * Adds a formula whose result has this type, such as {@code number}; it names fields in braces.
   *
   * @throws IllegalArgumentException if it is not a formula, or names a field that is not there
   */
  public TableDraft formula(String name, String formula, String resultType) {
    ObjectNode options = Json.object().put("isValid", true);
    ArrayNode references = options.putArray("referencedFieldIds");
    String bound = bound(table, formula);
    FormulaParser.parse(bound).fields(references::add);
    options.put("formula", bound).putObject("result").put("type", resultType);
    return add(name, "formula", options);
  }

  /** Returns a formula with the ids of its fields for their names, so that they can be renamed. */
  static String bound(TableRecord table, String formula) {
    try {
      Set<String> names = new LinkedHashSet<>();
      FormulaParser.parse(formula).fields(names::add);
      String bound = formula;
      for (String name : names) {
        String id = find(table, name).id;
        bound = bound.replace("{" + name + "}", "{" + id + "}");
      }
      FormulaParser.parse(bound).fields(reference -> demandId(formula, reference));
      return bound;
    } catch (FormulaFailure e) {
      throw new IllegalArgumentException("bad formula: " + e.getMessage(), e);
    }
  }

  private static void demandId(String formula, String reference) {
    if (!Ids.is("fld", reference)) {
      throw new IllegalArgumentException("write {" + reference + "} in the formula " + formula);
    }
  }

  /** Adds the number of records that a field links to. */
  public TableDraft count(String name, String link) {
    return add(name, "count", through(find(table, link)));
  }

  /** Adds the values of a field of the records that another field links to. */
  public TableDraft lookup(String name, String link, String target) {
    FieldSpec looked = target(link, target);
    ObjectNode options = through(find(table, link)).put("fieldIdInLinkedTable", looked.id);
    ObjectNode result = options.putObject("result").put("type", looked.type);
    if (!looked.options.isEmpty()) {
      result.set("options", looked.options.deepCopy());
    }
    return add(name, "multipleLookupValues", options);
  }

  /** Adds a formula over such values, which it calls {@code values}. */
  public TableDraft rollup(
      String name, String link, String target, String formula, String resultType) {
    ObjectNode options = through(find(table, link)).put("formula", formula);
    options.put("fieldIdInLinkedTable", target(link, target).id);
    options.putArray("referencedFieldIds");
    options.putObject("result").put("type", resultType);
    return add(name, "rollup", options);
  }

  private FieldSpec target(String link, String nameOrId) {
    return find(schema.base().linked(find(table, link)), nameOrId);
  }

  private static ObjectNode through(FieldSpec link) {
    return Json.object().put("isValid", true).put("recordLinkFieldId", link.id);
  }

  static FieldSpec find(TableRecord table, String nameOrId) {
    FieldSpec field = table.find(nameOrId);
    if (field == null) {
      throw new IllegalArgumentException(table.name + " has no field " + nameOrId);
    }
    return field;
  }

  /** Adds a number that Airtable counts up. */
  public TableDraft autoNumber(String name) {
    return add(name, "autoNumber");
  }

  /** Adds the time of creation. */
  public TableDraft createdTime(String name) {
    ObjectNode options = Json.object();
    options.putObject("result").put("type", "dateTime").set("options", isoTime("utc"));
    return add(name, "createdTime", options);
  }

  /** Adds the time of the last edit of these fields, or of any when none are named. */
  public TableDraft lastModifiedTime(String name, String... fields) {
    ObjectNode options = Json.object().put("isValid", true);
    List<String> ids = List.of(fields).stream().map(field -> find(table, field).id).toList();
    options.set("referencedFieldIds", Json.array(ids));
    options.putObject("result").put("type", "dateTime").set("options", isoTime("utc"));
    return add(name, "lastModifiedTime", options);
  }

  /** Adds who created the record. */
  public TableDraft createdBy(String name) {
    return add(name, "createdBy");
  }

  /** Adds who edited the record last. */
  public TableDraft lastModifiedBy(String name) {
    return add(name, "lastModifiedBy");
  }

  /** Adds a button, whose cells a person sets as JSON. */
  public TableDraft button(String name) {
    return add(name, "button");
  }

  /** Adds a field of generated text, whose cells a person sets as JSON. */
  public TableDraft aiText(String name) {
    return add(name, "aiText");
  }
}
