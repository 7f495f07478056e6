package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks the shape of a request and complains in Notion's words. */
final class Shape {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}");
  private static final int LONGEST_QUOTE = 300;

  private Shape() {}

  static NotionError bad(String path, String expectation, @Nullable JsonNode actual) {
    int dot = path.indexOf('.');
    String part = dot < 0 ? path : path.substring(0, dot);
    return NotionError.validation(
        part
            + " failed validation: "
            + path
            + " should be "
            + expectation
            + ", instead was `"
            + quote(actual)
            + "`.");
  }

  private static String quote(@Nullable JsonNode actual) {
    if (actual == null || actual.isMissingNode()) {
      return "undefined";
    }
    String text = actual.toString();
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
  }

  /** Demands an object without other keys than these. */
  static JsonNode object(String path, JsonNode node, Set<String> keys) {
    object(path, node);
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!keys.contains(entry.getKey())) {
        throw bad(path + "." + entry.getKey(), "not present", entry.getValue());
      }
    }
    return node;
  }

  static JsonNode object(String path, JsonNode node) {
    defined(path, node);
    if (!node.isObject()) {
      throw bad(path, "an object", node);
    }
    return node;
  }

  static void defined(String path, JsonNode node) {
    if (node.isMissingNode()) {
      throw bad(path, "defined", node);
    }
  }

  static JsonNode array(String path, JsonNode node, int most) {
    defined(path, node);
    if (!node.isArray()) {
      throw bad(path, "an array", node);
    }
    atMost(path, node.size(), most);
    return node;
  }

  private static void atMost(String path, int length, int most) {
    if (length > most) {
      throw bad(path + ".length", "≤ `" + most + "`", Json.number(length));
    }
  }

  static String text(String path, JsonNode node, int least, int most) {
    defined(path, node);
    if (!node.isTextual()) {
      throw bad(path, "a string", node);
    }
    String text = node.textValue();
    if (text.length() < least) {
      throw bad(path + ".length", "≥ `" + least + "`", Json.number(text.length()));
    }
    atMost(path, text.length(), most);
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int point = text.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        throw bad(path, "a well-formed string", Json.text("\\u" + Integer.toHexString(point)));
      }
    }
    return text;
  }

  static boolean bool(String path, JsonNode node) {
    defined(path, node);
    if (!node.isBoolean()) {
      throw bad(path, "a boolean", node);
    }
    return node.booleanValue();
  }

  static double number(String path, JsonNode node) {
    defined(path, node);
    if (!node.isNumber() || Double.isInfinite(node.doubleValue())) {
      throw bad(path, "a number", node);
    }
    return node.doubleValue();
  }

  static String oneOf(String path, JsonNode node, List<String> values) {
    defined(path, node);
    if (!node.isTextual() || !values.contains(node.textValue())) {
      throw bad(path, "`\"" + String.join("\"`, `\"", values) + "\"`", node);
    }
    return node.textValue();
  }

  static int integer(String path, JsonNode node, int least, int most) {
    if (!node.isIntegralNumber()) {
      throw bad(path, "a number", node);
    }
    if (node.longValue() > most) {
      throw bad(path, "≤ `" + most + "`", node);
    }
    if (node.longValue() < least) {
      throw bad(path, "≥ `" + least + "`", node);
    }
    return node.intValue();
  }

  /** Demands an id, dashed or not, and returns it dashed and in lower case. */
  static String id(String path, JsonNode node) {
    defined(path, node);
    String id = node.isTextual() ? tryId(node.textValue()) : null;
    if (id == null) {
      throw bad(path, "a valid uuid", node);
    }
    return id;
  }

  static @Nullable String tryId(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!UUID.matcher(lower).matches()) {
      return null;
    }
    String hex = lower.replace("-", "");
    return String.join(
        "-",
        hex.substring(0, 8),
        hex.substring(8, 12),
        hex.substring(12, 16),
        hex.substring(16, 20),
        hex.substring(20));
  }
}
