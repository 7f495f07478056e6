package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.Set;

/** {@code barcode}: a JSON object with a {@code text} and possibly a {@code type}. */
final class BarcodeCodec implements FieldCodec {

  private static final FieldType TYPE = new FieldType.Json();
  private static final Set<String> MEMBERS = Set.of("text", "type");

  @Override
  public FieldType type() {
    return TYPE;
  }

  @Override
  public Value read(Json cell) {
    return cell.isNull() || cell.at("text").isNull()
        ? Value.NULL
        : new Value.Opaque(plain(cell).canonical());
  }

  private static Json plain(Json barcode) {
    return Json.object(
        o -> {
          o.put("text", barcode.at("text").text());
          if (!barcode.at("type").isNull()) {
            o.put("type", barcode.at("type").text());
          }
        });
  }

  @Override
  public Json write(Value value) {
    if (value.isNull()) {
      return Json.NULL;
    }
    if (!(value instanceof Value.Opaque opaque)) {
      throw FieldCodec.wrongKind(value, "a JSON object with a text");
    }
    Json barcode = Json.parse(opaque.json());
    String text = barcode.at("text").textOrNull();
    Json type = barcode.at("type");
    if (text == null
        || text.isEmpty()
        || !(type.isNull() || type.isText())
        || !MEMBERS.containsAll(barcode.members().keySet())) {
      throw new UnwritableException(
          "takes a JSON object with a 'text' that is not empty, and possibly a 'type', both texts");
    }
    TextCodec.refuseHalves(text);
    return plain(barcode);
  }
}
