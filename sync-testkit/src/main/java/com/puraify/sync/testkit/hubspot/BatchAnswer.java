package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The answer to a batch: results in no order that one could count on, and errors. */
final class BatchAnswer {
  private final Portal portal;
  private final Instant startedAt;
  private final List<ObjectNode> results = new ArrayList<>();
  private final ArrayNode errors = Json.array();
  private int failed;

  BatchAnswer(Portal portal) {
    this.portal = portal;
    this.startedAt = portal.now();
  }

  void add(ObjectNode result) {
    results.add(result);
  }

  /** Adds one error that stands for so many inputs. */
  void fail(ObjectNode error, int inputs) {
    errors.add(error);
    failed += inputs;
  }

  /** Adds the error of one input. */
  void fail(HubSpotError error, String traceId) {
    fail(error.with("objectWriteTraceId", List.of(traceId)).row(), 1);
  }

  /** Adds the error that tells which ids were not found. */
  void missing(ObjectType type, Collection<String> ids) {
    if (ids.isEmpty()) {
      return;
    }
    ObjectNode error = Json.object().put("status", "error").put("category", "OBJECT_NOT_FOUND");
    error.put(
        "message",
        "Could not get some "
            + type.shouted()
            + " objects, they may be deleted or not exist. Check that ids are valid.");
    error.putObject("context").set("ids", Json.array(ids));
    fail(error, 1);
  }

  /** Returns the answer, with the status of a batch of which nothing failed. */
  Reply reply(ApiVersion version, int status) {
    if (portal.quirks.shuffledBatches()) {
      portal.ids.shuffle(results);
    }
    ObjectNode body = Json.object().put("status", "COMPLETE");
    body.putArray("results").addAll(results);
    if (failed > 0) {
      body.put("numErrors", failed);
      body.set("errors", errors);
    }
    body.put("startedAt", Times.envelope(startedAt));
    body.put("completedAt", Times.envelope(portal.now()));
    return new Reply(failed > 0 && version.multiStatus() ? 207 : status, body);
  }
}
