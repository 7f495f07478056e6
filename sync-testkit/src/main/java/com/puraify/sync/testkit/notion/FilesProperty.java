package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code files}: links to outside files, and uploaded ones whose address is signed anew for every
 * read and expires after an hour.
 */
final class FilesProperty implements PropertyType {
  private static final int MOST = 100;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_URL = 2000;
  private static final Duration VALID = Duration.ofHours(1);
  private static final String STORE = "https://prod-files-secure.s3.us-west-2.amazonaws.com/";

  @Override
  public @Nullable JsonNode accept(
      Writing writing, PropertySpec property, String path, JsonNode value) {
    Shape.array(path, value, writing.limit(MOST));
    ArrayNode files = Json.array();
    for (int i = 0; i < value.size(); i++) {
      files.add(file(writing, path + "[" + i + "]", value.get(i)));
    }
    return files.isEmpty() ? null : files;
  }

  private static ObjectNode file(Writing writing, String path, JsonNode value) {
    Shape.object(path, value, Set.of("type", "name", "external", "file", "file_upload"));
    if (value.has("file_upload")) {
      String id = Shape.id(path + ".file_upload.id", value.path("file_upload").path("id"));
      throw NotionError.notFound("file_upload", id);
    }
    ObjectNode file = Json.object();
    String name = Shape.text(path + ".name", value.path("name"), 1, writing.limit(LONGEST_NAME));
    file.put("name", name);
    if (value.has("file")) {
      Shape.object(path + ".file", value.path("file"), Set.of("url", "expiry_time"));
      String url = Shape.text(path + ".file.url", value.path("file").path("url"), 1, LONGEST_URL);
      return file.put("stored", stored(path, url));
    }
    Shape.object(path + ".external", value.path("external"), Set.of("url"));
    String url =
        Shape.text(path + ".external.url", value.path("external").path("url"), 1, LONGEST_URL);
    return file.put("external", url);
  }

  /** Returns the place of an uploaded file from the address that a read had given. */
  private static String stored(String path, String url) {
    if (!url.startsWith(STORE)) {
      throw Shape.bad(path + ".file.url", "the url of an uploaded file", Json.text(url));
    }
    int query = url.indexOf('?');
    return url.substring(STORE.length(), query < 0 ? url.length() : query);
  }

  /** Returns the stored form of an uploaded file, as a person adds it. */
  static JsonNode uploaded(Workspace workspace, String name) {
    return Json.object()
        .put("name", name)
        .put("stored", workspace.id + "/" + workspace.ids.object() + "/" + name);
  }

  @Override
  public JsonNode show(Reading reading, PropertySpec property) {
    ArrayNode shown = Json.array();
    JsonNode files = reading.state().value(property);
    if (files != null) {
      files.forEach(file -> shown.add(show(reading.workspace(), file)));
    }
    return shown;
  }

  private static ObjectNode show(Workspace workspace, JsonNode file) {
    ObjectNode shown = Json.object().put("name", file.path("name").asText());
    if (file.has("external")) {
      shown.put("type", "external");
      shown.putObject("external").put("url", file.path("external").asText());
      return shown;
    }
    String url = STORE + file.path("stored").asText();
    String signature = Long.toHexString(workspace.ids.scatter(workspace.ids.request()));
    shown
        .put("type", "file")
        .putObject("file")
        .put("url", url + "?X-Amz-Expires=3600&X-Amz-Signature=" + signature)
        .put("expiry_time", workspace.now().plus(VALID).toString());
    return shown;
  }

  @Override
  public @Nullable Object logical(Reading reading, PropertySpec property) {
    List<String> files = new ArrayList<>();
    JsonNode stored = reading.state().value(property);
    if (stored != null) {
      stored.forEach(file -> files.add(file.path("external").asText(file.path("name").asText())));
    }
    return files;
  }
}
