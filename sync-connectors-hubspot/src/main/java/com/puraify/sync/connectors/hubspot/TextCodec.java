package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.Locale;
import java.util.Optional;

/** {@code string} and {@code phone_number}: a text, or nothing. */
final class TextCodec implements PropertyCodec {

  /** How many characters HubSpot keeps. */
  static final int MAX = 65_536;

  /** Longer texts are not searched for: a search has at most 3,000 characters in all. */
  private static final int LONGEST_TERM = 300;

  private final FieldType.Text type;

  /**
   * Creates a codec.
   *
   * @param isAddress whether it is an e-mail address, which HubSpot keeps in lower case
   */
  TextCodec(boolean isAddress) {
    this.type = new FieldType.Text(MAX, true, isAddress);
  }

  @Override
  public FieldType type() {
    return type;
  }

  @Override
  public Value read(String text) {
    return Value.text(text);
  }

  @Override
  public String write(Value value) {
    if (!value.isNull() && !(value instanceof Value.Text)) {
      throw PropertyCodec.wrongKind(value, "text");
    }
    if (!(type.canonical(value) instanceof Value.Text text)) {
      return "";
    }
    if (text.value().length() > MAX) {
      throw new UnwritableException(
          text.value().length() + " characters are more than the " + MAX + " allowed");
    }
    for (int i = 0; i < text.value().length(); i++) {
      if (isHalf(text.value(), i)) {
        throw new UnwritableException(
            "the text has half of a surrogate pair, which is no character");
      }
    }
    return text.value();
  }

  private static boolean isHalf(String text, int i) {
    char each = text.charAt(i);
    if (Character.isHighSurrogate(each)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(each)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  /**
   * Plain texts alone are searched for: in lower case, as HubSpot wants them in a list. What it
   * makes of blanks at the ends, of controls and of other scripts' case is not known.
   */
  @Override
  public Optional<Term> search(Value value) {
    if (!(type.canonical(value) instanceof Value.Text text)
        || text.value().length() > LONGEST_TERM
        || !text.value().equals(text.value().strip())
        || !text.value().chars().allMatch(each -> each >= ' ' && each <= '~')) {
      return Optional.empty();
    }
    return Optional.of(new Term(text.value().toLowerCase(Locale.ROOT), true));
  }
}
