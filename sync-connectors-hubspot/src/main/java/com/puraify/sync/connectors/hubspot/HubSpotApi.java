package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpCalls;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HubSpot's endpoints, as far as they are needed, in one version of its API. Thread-safe. */
final class HubSpotApi {

  /** How many objects a batch holds, at most. */
  static final int BATCH = 100;

  /** How many objects a page of a list holds, at most. */
  static final int PAGE = 100;

  /** How many objects a page of a search holds, at most. */
  static final int SEARCH_PAGE = 200;

  /** Of how many objects the associations are read in one call, at most. */
  static final int ASSOCIATIONS_READ = 1_000;

  /** How many associations are written in one call, at most. */
  static final int ASSOCIATIONS_WRITTEN = 2_000;

  private final HubSpotVersion version;
  private final HttpCalls calls;
  private final HttpCalls searches;
  private final HttpCalls associations;

  /**
   * Creates the endpoints.
   *
   * @param calls what calls go through
   * @param searches what searches go through, which have a limit of their own
   * @param associations what calls about associations go through, whose answers tell of another
   *     limit
   */
  HubSpotApi(HubSpotVersion version, HttpCalls calls, HttpCalls searches, HttpCalls associations) {
    this.version = version;
    this.calls = calls;
    this.searches = searches;
    this.associations = associations;
  }

  /** Lists the definitions of a type's properties. */
  List<Json> properties(String type) {
    return results(calls.send(HttpCall.get(version.properties(type))).body());
  }

  /** Lists the definitions of the custom objects. */
  List<Json> schemas() {
    return results(calls.send(HttpCall.get(version.schemas())).body());
  }

  Json schema(String type) {
    return calls.send(HttpCall.get(version.schemas() + "/" + type)).body();
  }

  /**
   * Lists a page of objects, in the order of their ids.
   *
   * @param after where the page before said that it goes on, or null for the first page
   * @param properties the properties that are wanted, by their names
   */
  HttpAnswer list(String type, @Nullable String after, Collection<String> properties) {
    HttpCall call =
        HttpCall.get(version.objects(type))
            .parameter("limit", Integer.toString(PAGE))
            .parameter("archived", "false");
    if (after != null) {
      call = call.parameter("after", after);
    }
    if (!properties.isEmpty()) {
      call = call.parameter("properties", String.join(",", properties));
    }
    HttpAnswer answer = calls.send(call);
    results(answer.body());
    return answer;
  }

  /** Retrieves one object; what comes back may have another id, if it was merged. */
  Json object(String type, String id, Collection<String> properties) {
    HttpCall call = HttpCall.get(version.objects(type) + "/" + id);
    return calls
        .send(
            properties.isEmpty()
                ? call
                : call.parameter("properties", String.join(",", properties)))
        .body();
  }

  /** Retrieves objects by their ids, or from the recycle bin. */
  BatchAnswer batchRead(
      String type, Collection<String> ids, Collection<String> properties, boolean archived) {
    HttpCall call =
        HttpCall.query(
                version.objects(type) + "/batch/read",
                Json.object(o -> o.put("properties", texts(properties)).put("inputs", byId(ids))))
            .parameter("archived", Boolean.toString(archived));
    return BatchAnswer.read(calls.send(call).body());
  }

  HttpAnswer search(String type, Json body) {
    HttpAnswer answer = searches.send(HttpCall.query(version.objects(type) + "/search", body));
    results(answer.body());
    return answer;
  }

  /**
   * Writes objects; the answer is unchecked, for they may be written whatever it is.
   *
   * @param how {@code create}, {@code update} or {@code upsert}
   */
  Json batchWrite(String type, String how, List<Json> inputs) {
    return calls
        .send(HttpCall.post(version.objects(type) + "/batch/" + how, inputs(inputs)))
        .body();
  }

  /** Puts objects into the recycle bin; doing so twice does no more than doing so once. */
  void batchArchive(String type, Collection<String> ids) {
    calls.send(
        new HttpCall(
            "POST",
            version.objects(type) + "/batch/archive",
            Map.of(),
            Json.object(o -> o.put("inputs", byId(ids))),
            true));
  }

  /** Lists the kinds of associations from one type to another. */
  List<Json> labels(String from, String to) {
    return results(
        associations.send(HttpCall.get(version.associations(from, to) + "/labels")).body());
  }

  BatchAnswer readAssociations(String from, String to, List<Json> inputs) {
    return BatchAnswer.read(
        associations
            .send(HttpCall.query(version.associations(from, to) + "/batch/read", inputs(inputs)))
            .body());
  }

  /** Associates objects without a label; the answer is unchecked. */
  Json associate(String from, String to, List<Json> inputs) {
    return associations
        .send(
            HttpCall.post(
                version.associations(from, to) + "/batch/associate/default", inputs(inputs)))
        .body();
  }

  /** Removes the associations between objects, whatever their labels. */
  void dissociate(String from, String to, List<Json> inputs) {
    associations.send(
        HttpCall.post(version.associations(from, to) + "/batch/archive", inputs(inputs)));
  }

  /**
   * Returns what comes after one page of a list.
   *
   * @return where it goes on, or null if this was the last page
   * @throws ConnectorException of kind {@code PROTOCOL} if it does not move
   */
  static @Nullable String after(Json list, @Nullable String before) {
    Json next = list.at("paging", "next");
    if (next.isNull()) {
      return null;
    }
    String after = next.at("after").text();
    if (after.equals(before)) {
      throw new ConnectorException(
          Kind.PROTOCOL, "HubSpot's list goes on with the position it came from");
    }
    return after;
  }

  /** Returns the elements of a list; an answer without any list is none, however empty. */
  static List<Json> results(Json body) {
    if (!body.at("results").isArray()) {
      throw new ConnectorException(
          Kind.PROTOCOL, "HubSpot answered with a list that has no results");
    }
    return body.at("results").elements();
  }

  private static Json inputs(List<Json> inputs) {
    return Json.object(o -> o.put("inputs", Json.array(inputs)));
  }

  private static Json byId(Collection<String> ids) {
    return Json.array(ids.stream().map(HubSpotApi::id).toList());
  }

  /** Returns an object with an id alone. */
  static Json id(String id) {
    return Json.object(o -> o.put("id", id));
  }

  static Json texts(Collection<String> texts) {
    return Json.array(texts.stream().map(Json::of).toList());
  }
}
