package com.puraify.sync.internal.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import com.puraify.sync.error.ConfigurationException.Problem;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds a document against a JSON Schema (draft 2020-12, no references to other documents) and says
 * in plain words what is wrong, with the help of the schema's own descriptions. Thread-safe.
 */
public final class JsonSchemas {

  private static final Set<String> COMBINATORS = Set.of("anyOf", "oneOf");
  private static final int SHOWN = 60;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final JsonNode root;
  private final Schema schema;

  private JsonSchemas(JsonNode root) {
    this.root = root;
    this.schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(root);
  }

  /** Returns the schema with a text. */
  public static JsonSchemas of(String text) {
    return new JsonSchemas(tree(text));
  }

  /**
   * Returns everything in which a document does not fit, in the schema's order.
   *
   * @param document a JSON text that {@link JsonText} accepts
   */
  public List<Problem> problems(String document) {
    Set<Problem> problems = new LinkedHashSet<>();
    Set<String> toldOnce = new LinkedHashSet<>();
    for (Error error : schema.validate(tree(document))) {
      List<String> path = names(error.getEvaluationPath());
      int combinator = firstCombinator(path);
      if (combinator < 0) {
        problems.add(problem(error, path));
      } else if (toldOnce.add(
          error.getInstanceLocation() + " " + path.subList(0, combinator + 1))) {
        problems.add(noneFits(error, path.subList(0, combinator)));
      }
    }
    return List.copyOf(problems);
  }

  private Problem problem(Error error, List<String> path) {
    String where = error.getInstanceLocation().toString();
    JsonNode schemaNode = follow(path.subList(0, path.size() - 1)).node();
    JsonNode keyword = schemaNode.path(error.getKeyword());
    String expected = follow(path).description();
    return switch (error.getKeyword()) {
      case "type" ->
          new Problem(where, "is " + kind(error.getInstanceNode()) + "; write " + types(keyword));
      case "enum" ->
          new Problem(
              where, shown(error.getInstanceNode()) + " is not known; write " + oneOf(keyword));
      case "additionalProperties" ->
          new Problem(
              JsonPointers.child(where, error.getProperty()),
              "is not known here; known are " + String.join(", ", members(schemaNode)));
      case "required" -> missing(where, error.getProperty(), schemaNode);
      case "minimum" -> new Problem(where, "must be at least " + keyword.asText());
      case "maximum" -> new Problem(where, "must be at most " + keyword.asText());
      case "minItems", "minProperties" -> new Problem(where, "is empty; expected: " + expected);
      case "uniqueItems" -> new Problem(where, "says the same twice; leave one of them out");
      default ->
          new Problem(
              where, shown(error.getInstanceNode()) + " is not usable; expected: " + expected);
    };
  }

  /** Speaks of alternatives none of which fits: as a missing member if that is all they ask for. */
  private Problem noneFits(Error error, List<String> path) {
    String where = error.getInstanceLocation().toString();
    JsonNode alternatives = follow(path).node().path("anyOf");
    JsonNode preferred = alternatives.path(0).path("required").path(0);
    return preferred.isTextual()
        ? missing(where, preferred.textValue(), root)
        : new Problem(where, "has none of the forms expected: " + follow(path).description());
  }

  private static Problem missing(String where, String member, JsonNode schemaNode) {
    String description =
        schemaNode.path("properties").path(member).path("description").asText("a value");
    return new Problem(JsonPointers.child(where, member), "is missing; expected: " + description);
  }

  private record Step(JsonNode node, String description) {}

  /**
   * Walks an evaluation path, and returns where it ends with the nearest description on the way.
   */
  private Step follow(List<String> path) {
    JsonNode node = root;
    String description = "";
    for (String name : path) {
      if (name.equals("$ref")) {
        node = root.at(node.path("$ref").asText().substring(1));
      } else {
        node = node.isArray() ? node.path(Integer.parseInt(name)) : node.path(name);
      }
      JsonNode said = node.path("description");
      if (said.isTextual()) {
        description = said.textValue();
      }
    }
    return new Step(node, description);
  }

  private static List<String> names(NodePath path) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < path.getNameCount(); i++) {
      names.add(path.getName(i));
    }
    return names;
  }

  private static int firstCombinator(List<String> path) {
    for (int i = 0; i < path.size(); i++) {
      if (COMBINATORS.contains(path.get(i)) && (i == 0 || !path.get(i - 1).equals("properties"))) {
        return i;
      }
    }
    return -1;
  }

  private static List<String> members(JsonNode schemaNode) {
    List<String> names = new ArrayList<>();
    Iterator<String> all = schemaNode.path("properties").fieldNames();
    while (all.hasNext()) {
      String name = all.next();
      if (!schemaNode.path("properties").path(name).path("deprecated").asBoolean()) {
        names.add(name);
      }
    }
    return names;
  }

  private static String oneOf(JsonNode words) {
    List<String> names = new ArrayList<>();
    words.forEach(word -> names.add(word.asText()));
    return String.join(", ", names.subList(0, names.size() - 1))
        + " or "
        + names.get(names.size() - 1);
  }

  private static String types(JsonNode keyword) {
    List<String> names = new ArrayList<>();
    if (keyword.isArray()) {
      keyword.forEach(type -> names.add(article(type.asText())));
    } else {
      names.add(article(keyword.asText()));
    }
    return names.stream().collect(Collectors.joining(" or "));
  }

  private static String kind(JsonNode instance) {
    return instance.isNull()
        ? "null"
        : article(instance.getNodeType().name().toLowerCase(Locale.ROOT));
  }

  private static String article(String type) {
    return switch (type) {
      case "integer" -> "a whole number";
      case "object" -> "an object {..}";
      case "array" -> "an array [..]";
      default -> "a " + type;
    };
  }

  private static String shown(JsonNode instance) {
    if (!instance.isTextual()) {
      return kind(instance);
    }
    String text = instance.textValue();
    return "'" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…") + "'";
  }

  private static JsonNode tree(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON text", e);
    }
  }
}
