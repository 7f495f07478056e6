package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code multipleAttachments}: a JSON array with an object for each file, in Airtable's order:
 * {@code {"filename":…,"id":…,"size":…,"type":…}}. The addresses are left out: they expire within
 * hours, and each read brings new ones.
 *
 * <p>Written are files that are there already, by their {@code id}, and new ones by their {@code
 * url}, from which Airtable fetches them in its own time; those read back with the id that they
 * were given, which shows as an edit, once.
 */
final class AttachmentsCodec implements FieldCodec {

  private static final FieldType TYPE = new FieldType.Json();
  private static final List<String> KEPT = List.of("id", "filename", "size", "type");

  @Override
  public FieldType type() {
    return TYPE;
  }

  @Override
  public Value read(Json cell) {
    Json files = plain(Json.array(Elements.of(cell)));
    return files.elements().isEmpty() ? Value.NULL : new Value.Opaque(files.canonical());
  }

  /** Returns a list without what expires. */
  static Json plain(Json cell) {
    return Json.array(cell.elements().stream().map(AttachmentsCodec::plainFile).toList());
  }

  /** Returns a file without what expires, and anything else as it is. */
  static Json plainFile(Json file) {
    if (!file.at("url").isText() || !AirtableIds.isAttachment(text(file, "id"))) {
      return file;
    }
    return Json.object(
        plain -> {
          for (String key : KEPT) {
            if (!file.at(key).isNull()) {
              plain.put(key, file.at(key));
            }
          }
        });
  }

  private static String text(Json json, String member) {
    String text = json.at(member).textOrNull();
    return text == null ? "" : text;
  }

  @Override
  public Json write(Value value) {
    if (value.isNull()) {
      return Json.array();
    }
    if (!(value instanceof Value.Opaque opaque)) {
      throw FieldCodec.wrongKind(value, "a JSON array of files");
    }
    Json files = Json.parse(opaque.json());
    if (!files.isArray()) {
      throw new UnwritableException("takes a JSON array of files");
    }
    List<Json> written = new ArrayList<>();
    files.elements().forEach(file -> written.add(writeFile(file)));
    return Json.array(written);
  }

  private static Json writeFile(Json file) {
    String id = text(file, "id");
    if (AirtableIds.isAttachment(id)) {
      return Json.object(o -> o.put("id", id));
    }
    String url = text(file, "url");
    if (!isAddress(url)) {
      throw new UnwritableException(
          "each file needs the id of one that is there (att…), or an http or https address");
    }
    @Nullable String name = file.at("filename").textOrNull();
    TextCodec.refuseHalves(url + (name == null ? "" : name));
    return Json.object(
        o -> {
          o.put("url", url);
          if (name != null && !name.isEmpty()) {
            o.put("filename", name);
          }
        });
  }

  private static boolean isAddress(String url) {
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      return uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
