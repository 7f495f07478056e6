package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** JSON trees, with numbers as JavaScript has them. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final double LONGEST_PLAIN_NUMBER = 1e21;

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  static ArrayNode array(Iterable<String> texts) {
    ArrayNode array = array();
    texts.forEach(array::add);
    return array;
  }

  static JsonNode text(String text) {
    return JsonNodeFactory.instance.textNode(text);
  }

  static JsonNode bool(boolean value) {
    return JsonNodeFactory.instance.booleanNode(value);
  }

  static JsonNode nothing() {
    return NullNode.getInstance();
  }

  /** Returns the number as JavaScript would print it: 8, 2.5, 1e+21. */
  static JsonNode number(double value) {
    BigDecimal shortest = new BigDecimal(Double.toString(value));
    if (value == Math.rint(value) && Math.abs(value) < LONGEST_PLAIN_NUMBER) {
      return JsonNodeFactory.instance.numberNode(shortest.toBigInteger());
    }
    return JsonNodeFactory.instance.numberNode(shortest.stripTrailingZeros());
  }

  static JsonNode parse(byte[] body) throws IOException {
    return MAPPER.readTree(body);
  }

  static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> texts(Iterable<JsonNode> array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }
}
