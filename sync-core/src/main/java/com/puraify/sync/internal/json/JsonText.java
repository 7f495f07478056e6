package com.puraify.sync.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.SyncException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses and prints {@link Json}. */
public final class JsonText {

  private static final int MAX_NUMBER_LENGTH = 1_000;

  private static final Map<Integer, JsonFactory> FACTORIES = new ConcurrentHashMap<>();
  private static final Pattern TWICE = Pattern.compile("^Duplicate [^\"']*[\"'](.*)[\"']$");

  private JsonText() {}

  /**
   * Parses a text.
   *
   * @param maxDepth how deep it may be nested
   * @throws ConnectorException of kind {@code PROTOCOL} if it is not JSON, is nested deeper, or
   *     names a member twice
   */
  public static Json parse(String text, int maxDepth) {
    return parse(
        text,
        maxDepth,
        reason ->
            new ConnectorException(
                ConnectorException.Kind.PROTOCOL, "the answer is not usable JSON: " + reason));
  }

  /**
   * Parses a text that does not come from a platform.
   *
   * @param maxDepth how deep it may be nested
   * @param failure makes the exception for a text that cannot be used, out of the reason why: where
   *     it stops being JSON, and never a part of it but the name of a member
   */
  public static Json parse(
      String text, int maxDepth, Function<String, ? extends SyncException> failure) {
    try (JsonParser parser = factory(maxDepth).createParser(text)) {
      if (parser.nextToken() == null) {
        return Json.MISSING;
      }
      Json json = value(parser);
      if (parser.nextToken() != null) {
        throw failure.apply("there is more after its end");
      }
      return json;
    } catch (JsonProcessingException e) {
      throw failure.apply(reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text in memory is always readable
    }
  }

  private static String reason(JsonProcessingException e) {
    JsonLocation at = e.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    if (e instanceof StreamConstraintsException) {
      return "it is nested too deep, or a name or number in it is too long," + where;
    }
    if (e instanceof JsonEOFException) {
      return "it ends too early," + where;
    }
    Matcher twice = TWICE.matcher(e.getOriginalMessage());
    return twice.find() ? "it names '" + twice.group(1) + "' twice," + where : "look" + where;
  }

  /** Prints a value without blanks. */
  public static String print(Json json, boolean sorted) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = factory(1_000).createGenerator(text)) {
      write(json, sorted, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static JsonFactory factory(int maxDepth) {
    return FACTORIES.computeIfAbsent(maxDepth, JsonText::newFactory);
  }

  private static JsonFactory newFactory(int maxDepth) {
    return new JsonFactoryBuilder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(maxDepth)
                .maxNumberLength(MAX_NUMBER_LENGTH)
                .maxStringLength(Integer.MAX_VALUE)
                .build())
        .build();
  }

  private static Json value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          members.put(name, value(parser));
        }
        yield Json.object(members);
      }
      case START_ARRAY -> {
        List<Json> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        yield Json.array(elements);
      }
      case VALUE_STRING -> Json.of(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Json.of(parser.getDecimalValue());
      case VALUE_TRUE -> Json.of(true);
      case VALUE_FALSE -> Json.of(false);
      case VALUE_NULL -> Json.NULL;
      default -> throw new IllegalStateException("no value begins with " + token);
    };
  }

  private static void write(Json json, boolean sorted, JsonGenerator to) throws IOException {
    if (json.isObject()) {
      to.writeStartObject();
      Map<String, Json> members = sorted ? new TreeMap<>(json.members()) : json.members();
      for (Map.Entry<String, Json> member : members.entrySet()) {
        if (!member.getValue().isMissing()) {
          to.writeFieldName(member.getKey());
          write(member.getValue(), sorted, to);
        }
      }
      to.writeEndObject();
    } else if (json.isArray()) {
      to.writeStartArray();
      for (Json element : json.elements()) {
        write(element, sorted, to);
      }
      to.writeEndArray();
    } else if (json.isText()) {
      to.writeString(json.text());
    } else if (json.isNumber()) {
      to.writeNumber(json.number());
    } else if (json.isBool()) {
      to.writeBoolean(json.bool());
    } else {
      to.writeNull();
    }
  }
}
