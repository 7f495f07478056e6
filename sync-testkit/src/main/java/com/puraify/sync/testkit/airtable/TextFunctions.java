package com.puraify.sync.testkit.airtable;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The functions on texts and lists. */
final class TextFunctions {
  private TextFunctions() {}

  static void addTo(FormulaFunctions functions) {
    functions
        .add(
            "CONCATENATE",
            a -> a.flat().stream().map(FormulaValues::text).collect(Collectors.joining()))
        .add("LEN", 1, 1, a -> (double) a.text(0).length())
        .add("LOWER", 1, 1, a -> a.text(0).toLowerCase(Locale.ROOT))
        .add("UPPER", 1, 1, a -> a.text(0).toUpperCase(Locale.ROOT))
        .add("TRIM", 1, 1, a -> a.text(0).strip())
        .add("LEFT", 2, 2, a -> part(a.text(0), 0, a.whole(1)))
        .add("RIGHT", 2, 2, a -> part(a.text(0), a.text(0).length() - a.whole(1), a.whole(1)))
        .add("MID", 3, 3, a -> part(a.text(0), a.whole(1) - 1, a.whole(2)))
        .add("SUBSTITUTE", 3, 3, a -> a.text(0).replace(a.text(1), a.text(2)))
        .add("REPT", 2, 2, a -> a.text(0).repeat(Math.min(1_000, Math.max(0, a.whole(1)))))
        .add("T", 1, 1, a -> a.get(0) instanceof String text ? text : null)
        .add("FIND", 2, 3, a -> (double) found(a))
        .add("SEARCH", 2, 3, a -> found(a) == 0 ? null : (Object) (double) found(a))
        .add("REGEX_MATCH", 2, 2, a -> FormulaValues.truth(pattern(a).matcher(a.text(0)).find()))
        .add("REGEX_REPLACE", 3, 3, a -> pattern(a).matcher(a.text(0)).replaceAll(a.text(2)))
        .add("ARRAYJOIN", 1, 2, TextFunctions::join)
        .add("ARRAYUNIQUE", a -> List.copyOf(new LinkedHashSet<>(a.flat())))
        .add("ARRAYCOMPACT", a -> a.flat().stream().filter(v -> !v.equals("")).toList())
        .add("ARRAYFLATTEN", Arguments::flat)
        .add("ENCODE_URL_COMPONENT", 1, 1, a -> encoded(a.text(0)));
  }

  private static String part(String text, int from, int length) {
    int start = Math.min(Math.max(0, from), text.length());
    return text.substring(start, Math.min(text.length(), start + Math.max(0, length)));
  }

  /** Returns the place of a text in another, from 1, or 0. */
  private static int found(Arguments arguments) {
    int from = Math.max(0, arguments.whole(2) - 1);
    return arguments.text(1).indexOf(arguments.text(0), from) + 1;
  }

  private static Pattern pattern(Arguments arguments) {
    try {
      return Pattern.compile(arguments.text(1));
    } catch (PatternSyntaxException e) {
      throw new FormulaFailure("bad regular expression");
    }
  }

  private static @Nullable Object join(Arguments arguments) {
    String between = arguments.size() < 2 ? ", " : arguments.text(1);
    Object value = arguments.get(0);
    return value instanceof List<?> several
        ? several.stream().map(FormulaValues::text).collect(Collectors.joining(between))
        : FormulaValues.text(value);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
