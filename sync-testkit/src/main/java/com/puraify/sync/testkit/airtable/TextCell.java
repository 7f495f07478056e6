package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text of every kind. */
final class TextCell extends StoredCell {
  private static final int LONGEST = 100_000;
  private static final Pattern MARKERS = Pattern.compile("(?m)^(\\s*)[*+] ");

  private final boolean rich;

  TextCell(boolean rich) {
    this.rich = rich;
  }

  @Override
  public @Nullable JsonNode accept(Writing writing, FieldSpec field, JsonNode value) {
    boolean plain = value.isTextual() || (writing.typecast() && value.isValueNode());
    if (!plain || value.asText().length() > LONGEST) {
      throw AirtableError.badValue(field);
    }
    String text = value.asText();
    if (text.isEmpty()) {
      return null;
    }
    return Json.text(rich && writing.workspace().quirks.rewrittenRichText() ? render(text) : text);
  }

  /** Writes Markdown as Airtable's editor does: one kind of list marker, a newline at the end. */
  private static String render(String markdown) {
    String text = MARKERS.matcher(markdown.replace("\r\n", "\n")).replaceAll("$1- ");
    return text.endsWith("\n") ? text : text + "\n";
  }
}
