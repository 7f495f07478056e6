package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What HubSpot says is wrong: with a request, or with one object of a batch. Every part of it may
 * be missing. Immutable.
 *
 * @param category HubSpot's category, empty if there is none
 * @param subCategory what narrows it down, empty if there is none
 * @param codes HubSpot's codes of what is wrong with values
 * @param words HubSpot's message without the JSON that it may end with, empty if there is none
 * @param property the name of the first property at fault, or null if that is not known
 * @param ids the ids of the objects that it is about
 * @param traces the {@code objectWriteTraceId}s of the objects that it is about
 */
record Problem(
    String category,
    String subCategory,
    Set<String> codes,
    String words,
    @Nullable String property,
    Set<String> ids,
    Set<String> traces) {

  private static final int LONGEST_WORDS = 500;
  private static final String EMBEDDED = "Property values were not valid: ";
  private static final Pattern NAME = Pattern.compile("\"name\"\\s*:\\s*\"([A-Za-z0-9_]+)\"");
  private static final Pattern ERROR = Pattern.compile("\"error\"\\s*:\\s*\"([A-Z_]+)\"");
  private static final Pattern MISSING_PROPERTY =
      Pattern.compile("Property \"?'?([A-Za-z0-9_]+)'?\"? (?:does not exist|not found)");
  private static final Pattern EXISTING =
      Pattern.compile("Existing ID: ?(\\d+)|\\b(\\d+) already has that value");

  /** Copies the sets. */
  Problem {
    codes = Set.copyOf(codes);
    ids = Set.copyOf(ids);
    traces = Set.copyOf(traces);
  }

  /** Reads an error, of an answer or of a row. */
  static Problem read(Json error) {
    Set<String> codes = new LinkedHashSet<>();
    Set<String> properties = new LinkedHashSet<>();
    collect(error, codes, properties);
    String message = Objects.requireNonNullElse(error.at("message").textOrNull(), "");
    StringBuilder words = new StringBuilder(message);
    if (message.startsWith(EMBEDDED)) {
      List<Json> invalid = embedded(message.substring(EMBEDDED.length()));
      if (!invalid.isEmpty()) {
        words.setLength(0);
      }
      if (invalid.isEmpty()) {
        collect(NAME, message, properties);
        collect(ERROR, message, codes);
      }
      for (Json each : invalid) {
        words.append(words.length() == 0 ? "" : "; ");
        words.append(Objects.requireNonNullElse(each.at("message").textOrNull(), "invalid"));
        add(each.at("name"), properties);
        add(each.at("error"), codes);
      }
    }
    Matcher missing = MISSING_PROPERTY.matcher(message);
    if (missing.find()) {
      properties.add(missing.group(1));
    }
    Json context = error.at("context");
    Set<String> ids = texts(context, "ids");
    ids.addAll(texts(context, "id"));
    ids.addAll(texts(context, "fromObjectId"));
    return new Problem(
        Objects.requireNonNullElse(error.at("category").textOrNull(), ""),
        Objects.requireNonNullElse(error.at("subCategory").textOrNull(), ""),
        codes,
        shorten(words.toString()),
        properties.stream().findFirst().orElse(null),
        ids,
        texts(context, "objectWriteTraceId"));
  }

  private static void collect(Json error, Set<String> codes, Set<String> properties) {
    add(error.at("code"), codes);
    properties.addAll(texts(error.at("context"), "propertyName"));
    properties.addAll(texts(error.at("context"), "properties"));
    for (Json each : error.at("errors").elements()) {
      add(each.at("code"), codes);
      properties.addAll(texts(each.at("context"), "propertyName"));
    }
  }

  private static void collect(Pattern member, String text, Set<String> to) {
    Matcher matcher = member.matcher(text);
    while (matcher.find()) {
      to.add(matcher.group(1));
    }
  }

  /** HubSpot's message may hold, after its words, a list of what is wrong with which value. */
  private static List<Json> embedded(String text) {
    try {
      return Json.parse(text).elements();
    } catch (ConnectorException e) {
      return List.of(); // cut off, mangled, or words after all: the message tells nevertheless
    }
  }

  private static void add(Json text, Set<String> to) {
    if (text.isText()) {
      to.add(text.text());
    }
  }

  /** Returns the texts of a list in a context, or the only one. */
  static Set<String> texts(Json context, String name) {
    Set<String> texts = new LinkedHashSet<>();
    add(context.at(name), texts);
    context.at(name).elements().forEach(each -> add(each, texts));
    return texts;
  }

  /** Returns whether the object, or what it refers to, is not there. */
  boolean isMissing() {
    return category.equals("OBJECT_NOT_FOUND");
  }

  /** Returns whether another object holds a value that must be unique. */
  boolean isDuplicate() {
    return category.equals("CONFLICT")
        || codes.contains("CONFLICTING_UNIQUE_VALUE")
        || words.contains("already exists")
        || words.contains("already has that value");
  }

  /** Returns the id of the object that holds the value already, if HubSpot names it. */
  @Nullable String existing() {
    Matcher matcher = EXISTING.matcher(words);
    return matcher.find() ? Objects.requireNonNullElse(matcher.group(1), matcher.group(2)) : null;
  }

  static String shorten(String text) {
    return text.length() <= LONGEST_WORDS ? text : text.substring(0, LONGEST_WORDS) + "…";
  }
}
