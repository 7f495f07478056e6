package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.testkit.simulator.Answer;
import org.jspecify.annotations.Nullable;

/** What an endpoint answers: a status, and a body unless the status is 204. */
record Reply(int status, @Nullable ObjectNode body) {
  static final String JSON = "application/json;charset=utf-8";

  static Reply ok(ObjectNode body) {
    return new Reply(200, body);
  }

  static Reply created(ObjectNode body) {
    return new Reply(201, body);
  }

  static Reply noContent() {
    return new Reply(204, null);
  }

  Answer answer() {
    return Answer.of(status, JSON, body == null ? new byte[0] : Json.bytes(body));
  }
}
