package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;

/** {@code singleCollaborator}: one person, by the id. */
final class PersonCodec implements FieldCodec {

  static final FieldType TYPE = new FieldType.Reference(FieldType.Reference.PEOPLE);

  @Override
  public FieldType type() {
    return TYPE;
  }

  @Override
  public Value read(Json cell) {
    return cell.isNull() ? Value.NULL : Value.reference(cell.at("id").text());
  }

  @Override
  public Json write(Value value) {
    if (value.isNull()) {
      return Json.NULL;
    }
    if (!(value instanceof Value.Reference person)) {
      throw FieldCodec.wrongKind(value, "the id of a person");
    }
    refuseOther(person.id());
    return Json.object(o -> o.put("id", person.id()));
  }

  /** Refuses what is not the id of a person. */
  static void refuseOther(String id) {
    if (!AirtableIds.isPerson(id)) {
      throw new UnwritableException(
          "'" + id + "' is not the id of an Airtable user or group; map people by their ids");
    }
  }
}
