package com.puraify.sync.server.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The one place where JSON is read and written. */
public final class JsonText {

  /** The media type of answers. */
  public static final String MEDIA_TYPE = "application/json";

  private static final int MAX_DEPTH = 100;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  private JsonText() {}

  /** Returns an empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** Returns an empty array. */
  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** Returns JSON in UTF-8. */
  public static byte[] bytes(JsonNode json) {
    try {
      return MAPPER.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns JSON that this program or the engine wrote itself. */
  public static JsonNode own(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the object that a request's body holds.
   *
   * @throws ProblemException if it is not JSON, names a member twice, or is no object
   */
  public static ObjectNode request(byte[] body) {
    try {
      JsonNode json = MAPPER.readTree(body);
      if (json instanceof ObjectNode object) {
        return object;
      }
      throw notJson("it is no object", null);
    } catch (JsonProcessingException e) {
      // Its message quotes the body; the place is enough to find the slip.
      JsonLocation at = e.getLocation();
      String where =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw notJson("it cannot be read" + where, e);
    } catch (IOException e) {
      throw notJson("it is not UTF-8", e);
    }
  }

  private static ProblemException notJson(
      String why, @org.jspecify.annotations.Nullable Throwable cause) {
    ProblemException problem =
        ProblemException.of(
            ProblemType.INVALID_JSON, why, "send one JSON object in UTF-8, each member once");
    return cause == null ? problem : problem.because(cause);
  }

  /** Answers with JSON. */
  public static void answer(Context context, int status, JsonNode json) {
    context
        .status(status)
        .contentType(MEDIA_TYPE)
        .header("Cache-Control", "no-store")
        .result(bytes(json));
  }

  /** Answers 200 with JSON. */
  public static void answer(Context context, JsonNode json) {
    answer(context, 200, json);
  }
}
