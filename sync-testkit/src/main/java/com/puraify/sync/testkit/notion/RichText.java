package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rich text: checked when written, stored and shown as the API shows it. */
final class RichText {
  private static final int MOST_SPANS = 100;
  private static final int LONGEST_CONTENT = 2000;
  private static final int LONGEST_URL = 2000;
  private static final int LONGEST_EXPRESSION = 1000;
  private static final List<String> STYLES =
      List.of("bold", "italic", "strikethrough", "underline", "code");
  private static final Pattern COLOUR =
      Pattern.compile(
          "default|(gray|brown|orange|yellow|green|blue|purple|pink|red)(_background)?");
  private static final Set<String> SPAN_KEYS =
      Set.of("type", "text", "mention", "equation", "annotations");

  private RichText() {}

  /** Returns the stored form of one plain span, or of none when the text is empty. */
  static ArrayNode of(String text) {
    ArrayNode spans = Json.array();
    if (!text.isEmpty()) {
      ObjectNode span = Json.object().put("type", "text");
      span.putObject("text").put("content", text).putNull("link");
      spans.add(finish(span, Json.object(), "text", text, null));
    }
    return spans;
  }

  /** Returns the text without its formatting. */
  static String plain(@Nullable JsonNode spans) {
    StringBuilder text = new StringBuilder();
    if (spans != null) {
      spans.forEach(span -> text.append(span.path("plain_text").asText()));
    }
    return text.toString();
  }

  static ArrayNode accept(Writing writing, String path, JsonNode value) {
    Shape.array(path, value, writing.limit(MOST_SPANS));
    ArrayNode spans = Json.array();
    for (int i = 0; i < value.size(); i++) {
      append(spans, span(writing, path + "[" + i + "]", value.get(i)));
    }
    return spans;
  }

  /** Appends a span; empty ones vanish, and equal formatting runs together, as in Notion. */
  private static void append(ArrayNode spans, ObjectNode span) {
    boolean text = span.path("type").asText().equals("text");
    if (text && span.path("plain_text").asText().isEmpty()) {
      return;
    }
    JsonNode last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
    if (text
        && last != null
        && last.path("type").asText().equals("text")
        && last.path("annotations").equals(span.path("annotations"))
        && last.path("href").equals(span.path("href"))) {
      String joined = last.path("plain_text").asText() + span.path("plain_text").asText();
      ObjectNode merged = span.deepCopy();
      merged.put("plain_text", joined);
      ((ObjectNode) merged.path("text")).put("content", joined);
      spans.set(spans.size() - 1, merged);
    } else {
      spans.add(span);
    }
  }

  private static ObjectNode span(Writing writing, String path, JsonNode node) {
    writing.object(path, node, SPAN_KEYS);
    String type = typeOf(path, node);
    JsonNode body = node.path(type);
    ObjectNode annotations = annotations(path + ".annotations", node.path("annotations"));
    String inner = path + "." + type;
    ObjectNode span = Json.object().put("type", type);
    switch (type) {
      case "text" -> {
        Shape.object(inner, body, Set.of("content", "link"));
        String content =
            Shape.text(inner + ".content", body.path("content"), 0, writing.limit(LONGEST_CONTENT));
        String url = link(inner + ".link", body.path("link"));
        ObjectNode text = span.putObject("text").put("content", content);
        text.set("link", url == null ? Json.nothing() : Json.object().put("url", url));
        return finish(span, annotations, type, content, url);
      }
      case "equation" -> {
        Shape.object(inner, body, Set.of("expression"));
        String expression =
            Shape.text(inner + ".expression", body.path("expression"), 0, LONGEST_EXPRESSION);
        span.putObject("equation").put("expression", expression);
        return finish(span, annotations, type, expression, null);
      }
      default -> {
        span.set("mention", Mentions.accept(writing, inner, body));
        return finish(span, annotations, type, "", null);
      }
    }
  }

  private static String typeOf(String path, JsonNode node) {
    JsonNode stated = node.path("type");
    if (!stated.isMissingNode()) {
      String type = Shape.oneOf(path + ".type", stated, List.of("text", "mention", "equation"));
      Shape.defined(path + "." + type, node.path(type));
      return type;
    }
    for (String type : List.of("text", "mention", "equation")) {
      if (node.has(type)) {
        return type;
      }
    }
    throw Shape.bad(path + ".text", "defined", null);
  }

  private static @Nullable String link(String path, JsonNode link) {
    if (link.isMissingNode() || link.isNull()) {
      return null;
    }
    Shape.object(path, link, Set.of("url", "type"));
    return Shape.text(path + ".url", link.path("url"), 1, LONGEST_URL);
  }

  private static ObjectNode annotations(String path, JsonNode node) {
    ObjectNode annotations = Json.object();
    if (node.isMissingNode()) {
      return annotations;
    }
    Shape.object(
        path, node, Set.of("bold", "italic", "strikethrough", "underline", "code", "color"));
    for (String style : STYLES) {
      if (node.has(style)) {
        annotations.put(style, Shape.bool(path + "." + style, node.path(style)));
      }
    }
    if (node.has("color")) {
      String colour = Shape.text(path + ".color", node.path("color"), 1, 100);
      if (!COLOUR.matcher(colour).matches()) {
        throw Shape.bad(path + ".color", "a color", node.path("color"));
      }
      annotations.put("color", colour);
    }
    return annotations;
  }

  private static ObjectNode finish(
      ObjectNode span, ObjectNode given, String type, String plain, @Nullable String href) {
    ObjectNode annotations = span.putObject("annotations");
    STYLES.forEach(style -> annotations.put(style, given.path(style).asBoolean(false)));
    annotations.put("color", given.path("color").asText("default"));
    return span.put("plain_text", plain).put("href", href).put("type", type);
  }

  /** Returns the spans as they read now: mentions carry the present names of what they mention. */
  static JsonNode show(Reading reading, @Nullable JsonNode spans) {
    if (spans == null) {
      return Json.array();
    }
    ArrayNode shown = Json.array();
    int mentions = 0;
    for (JsonNode span : spans) {
      if (!span.path("type").asText().equals("mention")) {
        shown.add(span);
      } else if (mentions++ < reading.inline()) {
        shown.add(Mentions.show(reading.workspace(), (ObjectNode) span));
      }
    }
    return shown;
  }
}
