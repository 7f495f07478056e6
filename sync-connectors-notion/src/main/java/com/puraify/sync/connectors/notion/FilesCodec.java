package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.Objects;

/**
 * {@code files}: a JSON array with an object for each file, in Notion's order.
 *
 * <p>A linked file is {@code {"name":…,"type":"external","url":…}}. One that Notion hosts is {@code
 * {"name":…,"type":"file","path":…}}: the address without the signature that expires, so that the
 * renewal of the signature is no change. Linked files can be written; hosted ones cannot be sent
 * back, so a list that holds one is refused rather than written without it.
 */
final class FilesCodec implements PropertyCodec {

  private static final FieldType TYPE = new FieldType.Json();
  private static final int MAX_NAME = 100;

  @Override
  public FieldType type() {
    return TYPE;
  }

  @Override
  public Value read(Json content) {
    Json files = plain(content);
    return files.elements().isEmpty() ? Value.NULL : new Value.Opaque(files.canonical());
  }

  /** Returns the files without what expires. */
  static Json plain(Json content) {
    return Json.array(content.elements().stream().map(FilesCodec::plainFile).toList());
  }

  private static Json plainFile(Json file) {
    String link = file.at("external", "url").textOrNull();
    String hosted = file.at("file", "url").textOrNull();
    return Json.object(
        plain -> {
          plain.put("name", file.at("name").textOrNull());
          if (link != null) {
            plain.put("type", "external").put("url", link);
          } else if (hosted != null) {
            plain.put("type", "file").put("path", withoutQuery(hosted));
          } else {
            plain.put("type", file.at("type").textOrNull());
          }
        });
  }

  private static String withoutQuery(String url) {
    int end = url.indexOf('?');
    return end < 0 ? url : url.substring(0, end);
  }

  @Override
  public Json write(Value value) {
    if (value.isNull()) {
      return Json.array();
    }
    if (!(value instanceof Value.Opaque opaque)) {
      throw PropertyCodec.wrongKind(value, "a JSON array of files");
    }
    Json files = Json.parse(opaque.json());
    if (!files.isArray()) {
      throw new UnwritableException("takes a JSON array of files");
    }
    return Elements.array(files.elements().stream().map(FilesCodec::writeFile).toList());
  }

  private static Json writeFile(Json file) {
    String name = Objects.requireNonNullElse(file.at("name").textOrNull(), "");
    String url = file.at("url").textOrNull();
    if ("file".equals(file.at("type").textOrNull())) {
      throw new UnwritableException(
          "'" + name + "' is hosted by Notion and cannot be sent back; change this list in Notion");
    }
    if (url == null || url.isEmpty() || url.length() > TextCodec.SPAN) {
      throw new UnwritableException("each file needs a url of 1 to 2,000 characters");
    }
    if (name.isEmpty() || name.length() > MAX_NAME) {
      throw new UnwritableException("each file needs a name of 1 to " + MAX_NAME + " characters");
    }
    TextCodec.refuseHalves(name + url);
    return Json.object(
        o ->
            o.put("name", name)
                .put("type", "external")
                .put("external", Json.object(external -> external.put("url", url))));
  }
}
