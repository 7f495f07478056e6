package com.puraify.sync.connector;

import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.internal.json.JsonText;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value, for connectors to read answers and write requests with.
 *
 * <p>Numbers are decimals of full precision. What is not there is {@link #MISSING}, so that a path
 * can be walked without asking at each step. Immutable.
 */
public final class Json {

  /** What a path leads to when there is nothing. */
  public static final Json MISSING = new Json(Absent.ABSENT);

  /** The JSON {@code null}. */
  public static final Json NULL = new Json(null);

  private enum Absent {
    ABSENT
  }

  // a Map<String, Json>, List<Json>, String, BigDecimal, Boolean, Absent, or null
  private final @Nullable Object content;

  private Json(@Nullable Object content) {
    this.content = content;
  }

  /**
   * Parses a JSON text of at most 64 MiB and 200 levels.
   *
   * @throws ConnectorException of kind {@code PROTOCOL} if it is not JSON, or names a member twice
   */
  public static Json parse(String text) {
    return JsonText.parse(text, HttpSettings.DEFAULT_MAX_DEPTH);
  }

  /** Returns a JSON string, or {@link #NULL}. */
  public static Json of(@Nullable String text) {
    return text == null ? NULL : new Json(text);
  }

  /** Returns a JSON number, or {@link #NULL}. */
  public static Json of(@Nullable BigDecimal number) {
    return number == null ? NULL : new Json(number);
  }

  /** Returns a JSON number. */
  public static Json of(long number) {
    return new Json(BigDecimal.valueOf(number));
  }

  /** Returns a JSON boolean. */
  public static Json of(boolean value) {
    return new Json(value);
  }

  /** Returns a JSON array. */
  public static Json array(List<Json> elements) {
    return new Json(List.copyOf(elements));
  }

  /** Returns a JSON array. */
  public static Json array(Json... elements) {
    return array(List.of(elements));
  }

  /** Returns a JSON object with the members of a map, in its order. */
  public static Json object(Map<String, Json> members) {
    return new Json(Collections.unmodifiableMap(new LinkedHashMap<>(members)));
  }

  /** Returns a JSON object whose members an action puts in. */
  public static Json object(Consumer<Members> action) {
    Members members = new Members();
    action.accept(members);
    return new Json(members.end());
  }

  /** Returns an empty JSON object. */
  public static Json object() {
    return object(Map.of());
  }

  /** Returns a member of this object, or {@link #MISSING}. */
  public Json at(String member) {
    return content instanceof Map<?, ?> map && map.get(member) instanceof Json json
        ? json
        : MISSING;
  }

  /** Returns what a path of members leads to, or {@link #MISSING}. */
  public Json at(String member, String... further) {
    Json json = at(member);
    for (String next : further) {
      json = json.at(next);
    }
    return json;
  }

  /** Returns an element of this array, or {@link #MISSING}. */
  public Json at(int index) {
    return content instanceof List<?> list
            && index < list.size()
            && list.get(index) instanceof Json json
        ? json
        : MISSING;
  }

  /** Returns whether there is nothing here, not even {@code null}. */
  public boolean isMissing() {
    return content instanceof Absent;
  }

  /** Returns whether this is {@code null} or missing. */
  public boolean isNull() {
    return content == null || isMissing();
  }

  /** Returns whether this is an object. */
  public boolean isObject() {
    return content instanceof Map;
  }

  /** Returns whether this is an array. */
  public boolean isArray() {
    return content instanceof List;
  }

  /** Returns whether this is a string. */
  public boolean isText() {
    return content instanceof String;
  }

  /** Returns whether this is a number. */
  public boolean isNumber() {
    return content instanceof BigDecimal;
  }

  /** Returns whether this is a boolean. */
  public boolean isBool() {
    return content instanceof Boolean;
  }

  /**
   * Returns this string.
   *
   * @throws ConnectorException of kind {@code PROTOCOL} if it is none
   */
  public String text() {
    if (content instanceof String text) {
      return text;
    }
    throw unexpected("a string");
  }

  /** Returns this string, or null if it is none. */
  public @Nullable String textOrNull() {
    return content instanceof String text ? text : null;
  }

  /**
   * Returns this number.
   *
   * @throws ConnectorException of kind {@code PROTOCOL} if it is none
   */
  public BigDecimal number() {
    if (content instanceof BigDecimal number) {
      return number;
    }
    throw unexpected("a number");
  }

  /**
   * Returns this boolean.
   *
   * @throws ConnectorException of kind {@code PROTOCOL} if it is none
   */
  public boolean bool() {
    if (content instanceof Boolean value) {
      return value;
    }
    throw unexpected("a boolean");
  }

  /** Returns whether this is {@code true}; anything else is not. */
  public boolean isTrue() {
    return Boolean.TRUE.equals(content);
  }

  /** Returns the elements of this array; none if it is not one. The list is unmodifiable. */
  @SuppressWarnings("unchecked") // no other list is ever the content
  public List<Json> elements() {
    return content instanceof List<?> list ? (List<Json>) list : List.of();
  }

  /**
   * Returns the members of this object in their order; none if it is not one. The map is
   * unmodifiable.
   */
  @SuppressWarnings("unchecked") // no other map is ever the content
  public Map<String, Json> members() {
    return content instanceof Map<?, ?> map ? (Map<String, Json>) map : Map.of();
  }

  /** Returns the JSON text, without blanks, members in their order. */
  @Override
  public String toString() {
    return isMissing() ? "" : JsonText.print(this, false);
  }

  /** Returns the JSON text in canonical form: without blanks, members sorted by name. */
  public String canonical() {
    return JsonText.print(this, true);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Json json && Objects.equals(content, json.content);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(content);
  }

  private ConnectorException unexpected(String wanted) {
    String found =
        isMissing()
            ? "nothing"
            : content == null
                ? "null"
                : isObject()
                    ? "an object"
                    : isArray()
                        ? "an array"
                        : isText() ? "a string" : isNumber() ? "a number" : "a boolean";
    return new ConnectorException(
        ConnectorException.Kind.PROTOCOL,
        "the platform's answer has " + found + " where " + wanted + " was expected");
  }

  /** Collects the members of an object. Confined to one thread at a time. */
  public static final class Members {
    private Map<String, Json> map = new LinkedHashMap<>();

    private Members() {}

    /** Returns the members; no more can be put in. */
    private Map<String, Json> end() {
      Map<String, Json> all = Collections.unmodifiableMap(map);
      map = Map.of();
      return all;
    }

    /** Puts a member in. */
    public Members put(String name, Json value) {
      map.put(name, value);
      return this;
    }

    /** Puts a string in, or {@code null}. */
    public Members put(String name, @Nullable String value) {
      return put(name, Json.of(value));
    }

    /** Puts a number in. */
    public Members put(String name, long value) {
      return put(name, Json.of(value));
    }

    /** Puts a boolean in. */
    public Members put(String name, boolean value) {
      return put(name, Json.of(value));
    }
  }
}
