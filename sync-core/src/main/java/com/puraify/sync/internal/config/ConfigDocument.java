package com.puraify.sync.internal.config;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.internal.json.JsonSchemas;
import com.puraify.sync.internal.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Turns a JSON document into a configuration, by way of the published schema: first the text, then
 * its shape, then its meaning. Problems of shape and of meaning are reported together.
 */
public final class ConfigDocument {

  /** How large a document may be, in UTF-8. */
  static final int MAX_BYTES = 1 << 20;

  private static final int MAX_DEPTH = 100;

  private static final Map<String, String> POINTERS =
      Map.of(
          "id", "/sync_id",
          "project", "/project_id",
          "sweepEvery", "/sweep_every",
          "keepJournal", "/keep_journal");

  private ConfigDocument() {}

  /**
   * Reads a document.
   *
   * @param last completes the configuration that was read
   * @throws ConfigurationException with every problem, each with its JSON pointer
   */
  public static SyncConfig read(String text, UnaryOperator<SyncConfig.Builder> last) {
    Json document = parse(text);
    Findings findings = new Findings(Published.SCHEMA.problems(text));
    SyncConfig.Builder builder = new ConfigReader(document, findings).read();
    findings.raise();
    try {
      return last.apply(builder).build();
    } catch (ConfigurationException e) {
      throw new ConfigurationException(e.problems().stream().map(ConfigDocument::pointed).toList());
    }
  }

  /** Returns the published JSON Schema. */
  public static String schema() {
    return Published.TEXT;
  }

  private static Json parse(String text) {
    if (text.length() > MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw whole("is larger than 1 MiB; a sync is described in less");
    }
    if (text.isBlank()) {
      throw whole("is empty; write an object {..}");
    }
    Json document =
        JsonText.parse(text, MAX_DEPTH, reason -> whole("is not usable JSON: " + reason));
    if (!document.isObject()) {
      throw whole("is not an object; write an object {..}");
    }
    return document;
  }

  private static ConfigurationException whole(String message) {
    return new ConfigurationException("", "the document " + message);
  }

  private static ConfigurationException.Problem pointed(ConfigurationException.Problem problem) {
    return new ConfigurationException.Problem(
        POINTERS.getOrDefault(problem.where(), ""), problem.message());
  }

  /** The published schema, read and compiled when it is first used. */
  private static final class Published {
    static final String TEXT = resource("/com/puraify/sync/sync-config.schema.json");
    static final JsonSchemas SCHEMA = JsonSchemas.of(TEXT);

    private static String resource(String name) {
      try (InputStream in = ConfigDocument.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalStateException(name + " is missing from the jar");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
