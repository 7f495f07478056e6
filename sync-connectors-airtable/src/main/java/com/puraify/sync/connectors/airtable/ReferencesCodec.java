package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code multipleRecordLinks} and {@code multipleCollaborators}: a set of records or of people. */
final class ReferencesCodec implements FieldCodec {

  private final FieldType.Reference element;
  private final FieldType.Many type;

  private ReferencesCodec(String entity) {
    this.element = new FieldType.Reference(entity);
    this.type = new FieldType.Many(element, false, Integer.MAX_VALUE);
  }

  /**
   * Returns the codec for links.
   *
   * @param table the {@linkplain Table#key key} of the table that they point to
   */
  static ReferencesCodec links(String table) {
    return new ReferencesCodec(table);
  }

  /** Returns the codec for people. */
  static ReferencesCodec people() {
    return new ReferencesCodec(FieldType.Reference.PEOPLE);
  }

  @Override
  public FieldType type() {
    return type;
  }

  @Override
  public Value read(Json cell) {
    return Value.many(
        Elements.of(cell).stream()
            .map(each -> Value.reference((each.isObject() ? each.at("id") : each).text()))
            .toList());
  }

  @Override
  public Json write(Value value) {
    Set<Json> distinct = new LinkedHashSet<>();
    for (Value each : Elements.of(value, "a set of references")) {
      if (!(each instanceof Value.Reference reference)) {
        throw FieldCodec.wrongKind(each, "references");
      }
      if (element.toPeople()) {
        PersonCodec.refuseOther(reference.id());
      } else if (!AirtableIds.isRecord(reference.id())) {
        throw new UnwritableException(
            "'" + reference.id() + "' is not the id of a record; Airtable takes ids alone");
      }
      distinct.add(Json.of(reference.id()));
    }
    return Json.array(List.copyOf(distinct));
  }
}
