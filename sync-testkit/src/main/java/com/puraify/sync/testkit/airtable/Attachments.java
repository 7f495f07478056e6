package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.testkit.simulator.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files in cells. What is stored names where a file came from and when it will have been fetched;
 * what is shown follows from that and from the time of the look.
 */
final class Attachments {
  /** The path that files are downloaded from. */
  static final String PATH = "/attachments/";

  private static final Duration URL_LIFE = Duration.ofHours(2);
  private static final Map<String, String> TYPES =
      Map.of(
          "png", "image/png",
          "jpg", "image/jpeg",
          "jpeg", "image/jpeg",
          "pdf", "application/pdf",
          "txt", "text/plain");

  private Attachments() {}

  /** Returns the stored form of a file that Airtable is to fetch. */
  static ObjectNode fetched(Workspace workspace, String url, String name) {
    String path = url.replaceAll("[?#].*", "");
    String last = path.substring(path.lastIndexOf('/') + 1);
    ObjectNode file = Json.object().put("id", workspace.ids.next("att")).put("source", url);
    file.put("filename", name.isEmpty() ? last : name);
    file.put("size", 1_000 + Math.floorMod(workspace.ids.scatter(url), 99_000));
    file.put("readyAt", workspace.now().plus(workspace.quirks.attachmentDelay()).toString());
    file.put("fails", workspace.quirks.failsToDownload(url));
    return file.put("type", type(file.path("filename").asText()));
  }

  /** Returns the stored form of a file that was sent along. */
  static ObjectNode uploaded(Workspace workspace, String name, String type, int size) {
    return Json.object()
        .put("id", workspace.ids.next("att"))
        .put("filename", name)
        .put("size", size)
        .put("type", type)
        .put("readyAt", workspace.now().toString());
  }

  private static String type(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return TYPES.getOrDefault(ending, "application/octet-stream");
  }

  /** Returns what is seen of a file now, or null once its download has failed. */
  static @Nullable ObjectNode shown(Workspace workspace, JsonNode file) {
    Instant now = workspace.now();
    ObjectNode shown = Json.object().put("id", file.path("id").asText());
    if (now.isBefore(Instant.parse(file.path("readyAt").asText()))) {
      return shown
          .put("url", file.path("source").asText())
          .put("filename", file.path("filename").asText());
    }
    if (file.path("fails").booleanValue()) {
      return null;
    }
    long until = now.plus(URL_LIFE).getEpochSecond();
    String id = file.path("id").asText();
    shown.put(
        "url", workspace.address + PATH + id + "/" + until + "/" + signed(workspace, id, until));
    shown.put("filename", file.path("filename").asText());
    shown.put("size", file.path("size").intValue());
    return shown.put("type", file.path("type").asText());
  }

  private static String signed(Workspace workspace, String id, long until) {
    return Long.toHexString(workspace.ids.scatter(id + "/" + until));
  }

  /** Answers a download: some bytes, or 410 once the URL has expired. */
  static Answer download(Workspace workspace, String id, String until, String signature) {
    long end = until.matches("[0-9]{1,12}") ? Long.parseLong(until) : 0;
    if (!signature.equals(signed(workspace, id, end))) {
      return Answer.of(404, "text/plain", "not found");
    }
    if (workspace.now().getEpochSecond() >= end) {
      return Answer.of(410, "text/plain", "this URL has expired");
    }
    return Answer.of(200, "application/octet-stream", "the content of " + id);
  }
}
