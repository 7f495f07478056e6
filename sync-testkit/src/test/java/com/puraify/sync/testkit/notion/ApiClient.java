package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** A bare client of the API. Bodies are JSON with single quotes for double ones. */
final class ApiClient {
  static final String NEWEST = "2026-03-11";
  static final String SDK_DEFAULT = "2025-09-03";

  record Reply(int status, JsonNode json, String text, HttpHeaders headers) {
    String code() {
      return json.path("code").asText();
    }

    String message() {
      return json.path("message").asText();
    }

    List<String> ids() {
      List<String> ids = new ArrayList<>();
      json.path("results").forEach(item -> ids.add(item.path("id").asText()));
      return ids;
    }
  }

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI base;
  private final String token;
  private final String version;

  ApiClient(URI base, String token, String version) {
    this.base = base;
    this.token = token;
    this.version = version;
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
            .header("Notion-Version", version)
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

  /** Pages through a query to its end; at most 1000 pages. */
  List<String> queryAll(String dataSourceId, String body, int pageSize) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    for (int i = 0; i < 1000; i++) {
      String start = cursor.isEmpty() ? "" : ",'start_cursor':'" + cursor + "'";
      String rest = body.isEmpty() ? "" : "," + body;
      Reply reply =
          post(
              "/v1/data_sources/" + dataSourceId + "/query",
              "{'page_size':" + pageSize + start + rest + "}");
      if (reply.status() != 200) {
        throw new IllegalStateException(reply.text());
      }
      ids.addAll(reply.ids());
      if (!reply.json().path("has_more").booleanValue()) {
        return ids;
      }
      cursor = reply.json().path("next_cursor").asText();
    }
    throw new IllegalStateException("the query does not end");
  }
}
