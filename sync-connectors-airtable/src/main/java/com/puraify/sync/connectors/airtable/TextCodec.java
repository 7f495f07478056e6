package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Texts of every kind. An empty text is an empty cell. */
final class TextCodec implements FieldCodec {

  /** The longest text that Airtable takes, in UTF-16 code units. */
  static final int MAX_LENGTH = 100_000;

  static final FieldType.Text TYPE = new FieldType.Text(MAX_LENGTH, true);

  private static final String MENTION = "<airtable:mention";

  private enum Kind {
    LINE,
    LINES,
    RICH
  }

  private final Kind kind;

  private TextCodec(Kind kind) {
    this.kind = kind;
  }

  /** Returns the codec for a single line, in which line ends would be lost. */
  static TextCodec line() {
    return new TextCodec(Kind.LINE);
  }

  /** Returns the codec for plain text of several lines. */
  static TextCodec lines() {
    return new TextCodec(Kind.LINES);
  }

  /**
   * Returns the codec for Markdown, which Airtable parses and renders anew. Line ends at the end
   * are not read; what else it renders in another way shows as an edit, once.
   */
  static TextCodec rich() {
    return new TextCodec(Kind.RICH);
  }

  @Override
  public FieldType type() {
    return TYPE;
  }

  @Override
  public Value read(Json cell) {
    String text = cell.isNull() ? "" : cell.text();
    if (kind == Kind.RICH) {
      int end = text.length();
      while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
        end--;
      }
      text = text.substring(0, end);
    }
    return text.isEmpty() ? Value.NULL : Value.text(text);
  }

  @Override
  public Json write(Value value) {
    if (!value.isNull() && !(value instanceof Value.Text)) {
      throw FieldCodec.wrongKind(value, "text");
    }
    if (!(TYPE.canonical(value) instanceof Value.Text text)) {
      return Json.NULL;
    }
    String written = text.value();
    refuseHalves(written);
    if (written.length() > MAX_LENGTH) {
      throw new UnwritableException(
          "the text of "
              + written.length()
              + " characters is longer than the "
              + MAX_LENGTH
              + " that Airtable takes");
    }
    if (kind == Kind.LINE && written.indexOf('\n') >= 0) {
      throw new UnwritableException(
          "holds one line, and the text has several; map it to a long text, or convert it");
    }
    return Json.of(written);
  }

  /** Refuses half a surrogate pair, which no UTF-8 body can carry. */
  static void refuseHalves(String text) {
    if (text.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF)) {
      throw new UnwritableException("the text holds half a surrogate pair, which is no character");
    }
  }

  @Override
  public boolean mergeable() {
    return kind != Kind.RICH;
  }

  @Override
  public @Nullable String condition(String field, Value value) {
    return kind == Kind.RICH ? null : equal(field, TYPE.canonical(value));
  }

  /** Returns the condition that a field holds a text, in any of the forms that count as equal. */
  static @Nullable String equal(String field, Value value) {
    if (value.isNull()) {
      return Formula.any(List.of(Formula.empty(field), field + "=''"));
    }
    if (!(value instanceof Value.Text text) || text.value().contains(MENTION)) {
      return null; // formulas see a mention as plain text
    }
    Set<String> forms = new LinkedHashSet<>();
    forms.add(text.value());
    forms.add(Normalizer.normalize(text.value(), Normalizer.Form.NFC));
    forms.add(Normalizer.normalize(text.value(), Normalizer.Form.NFD));
    List<String> ways = new ArrayList<>();
    for (String form : forms) {
      String literal = Formula.text(form);
      if (literal == null) {
        return null;
      }
      ways.add(field + "=" + literal);
    }
    return Formula.any(ways);
  }
}
