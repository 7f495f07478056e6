package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A bare client of the API. Bodies are JSON with single quotes for double ones. */
final class ApiClient {
  record Reply(int status, JsonNode json, String text, HttpHeaders headers) {
    /** Returns the type of the error, in either envelope. */
    String error() {
      JsonNode error = json.path("error");
      return error.isTextual() ? error.asText() : error.path("type").asText();
    }

    String message() {
      return json.path("error").path("message").asText();
    }

    /** Returns the cells of the only record. */
    JsonNode fields() {
      return json.path("fields");
    }

    List<String> ids() {
      List<String> ids = new ArrayList<>();
      json.path("records").forEach(item -> ids.add(item.path("id").asText()));
      return ids;
    }

    /** Returns what each record of a list shows of a field. */
    List<String> column(String field) {
      List<String> column = new ArrayList<>();
      json.path("records").forEach(item -> column.add(item.path("fields").path(field).asText()));
      return column;
    }

    String offset() {
      return json.path("offset").asText();
    }
  }

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI base;
  private final String token;

  ApiClient(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  Reply get(String path) {
    return send("GET", path, "");
  }

  Reply post(String path, String body) {
    return send("POST", path, body);
  }

  Reply patch(String path, String body) {
    return send("PATCH", path, body);
  }

  Reply put(String path, String body) {
    return send("PUT", path, body);
  }

  Reply delete(String path) {
    return send("DELETE", path, "");
  }

  Reply send(String method, String path, String body) {
    return sendRaw(method, path, body.replace('\'', '"'));
  }

  Reply sendRaw(String method, String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json"));
  }

  static Reply send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Reply(
          response.statusCode(), parse(response.body()), response.body(), response.headers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
