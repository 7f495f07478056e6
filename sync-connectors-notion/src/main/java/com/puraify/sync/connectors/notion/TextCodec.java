package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code title} and {@code rich_text}: the spans' plain text, joined. */
final class TextCodec implements PropertyCodec {

  /** The longest span that Notion takes, in UTF-16 code units. */
  static final int SPAN = 2_000;

  /** How many spans Notion takes in one request. */
  static final int SPANS = 100;

  /** How many mentions of pages and people a page shows in one property. */
  private static final int SHOWN_MENTIONS = 25;

  private static final FieldType.Text TYPE = new FieldType.Text(SPAN * SPANS, true);

  @Override
  public FieldType type() {
    return TYPE;
  }

  @Override
  public Value read(Json content) {
    String text = plain(content);
    return text.isEmpty() ? Value.NULL : Value.text(text);
  }

  /** Returns the plain text of an array of spans. */
  static String plain(Json spans) {
    StringBuilder text = new StringBuilder();
    for (Json span : spans.elements()) {
      text.append(plainSpan(span));
    }
    return text.toString();
  }

  private static String plainSpan(Json span) {
    for (Json candidate :
        List.of(
            span.at("plain_text"), span.at("text", "content"), span.at("equation", "expression"))) {
      if (candidate.isText()) {
        return candidate.text();
      }
    }
    return "";
  }

  @Override
  public boolean isTruncated(Json property) {
    long mentions =
        property.at(property.at("type").text()).elements().stream()
            .filter(span -> "mention".equals(span.at("type").textOrNull()))
            .count();
    return mentions >= SHOWN_MENTIONS;
  }

  @Override
  public Json write(Value value) {
    if (value.isNull()) {
      return Json.array();
    }
    if (!(value instanceof Value.Text)) {
      throw PropertyCodec.wrongKind(value, "text");
    }
    if (!(TYPE.canonical(value) instanceof Value.Text text)) {
      return Json.array();
    }
    List<String> spans = split(text.value());
    if (spans.size() > SPANS) {
      throw new UnwritableException(
          "the text of "
              + text.value().length()
              + " UTF-16 units is longer than Notion takes at once (100 spans of 2,000)");
    }
    return Json.array(
        spans.stream()
            .map(span -> Json.object(o -> o.put("text", Json.object(t -> t.put("content", span)))))
            .toList());
  }

  /** Cuts a text into spans, never within a code point. */
  static List<String> split(String text) {
    refuseHalves(text);
    List<String> spans = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      int to = Math.min(text.length(), from + SPAN);
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to--;
      }
      spans.add(text.substring(from, to));
      from = to;
    }
    return spans;
  }

  /** Refuses half a surrogate pair, which no UTF-8 body can carry. */
  static void refuseHalves(String text) {
    if (text.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF)) {
      throw new UnwritableException("the text holds half a surrogate pair, which is no character");
    }
  }

  @Override
  public @Nullable List<List<Json>> conditions(Value value) {
    return textConditions(TYPE, value);
  }

  /** Returns the conditions for a text in each of the Unicode forms that count as equal. */
  static @Nullable List<List<Json>> textConditions(FieldType.Text type, Value value) {
    Value canonical = type.canonical(value);
    if (canonical.isNull()) {
      return PropertyCodec.empty();
    }
    if (!(canonical instanceof Value.Text text)) {
      return null;
    }
    Set<String> forms = new LinkedHashSet<>();
    forms.add(text.value());
    forms.add(Normalizer.normalize(text.value(), Normalizer.Form.NFC));
    forms.add(Normalizer.normalize(text.value(), Normalizer.Form.NFD));
    List<List<Json>> ways = new ArrayList<>();
    for (String form : forms) {
      ways.addAll(
          form.length() <= SPAN
              ? PropertyCodec.condition("equals", Json.of(form))
              : PropertyCodec.condition("starts_with", Json.of(split(form).get(0))));
    }
    return ways;
  }
}
