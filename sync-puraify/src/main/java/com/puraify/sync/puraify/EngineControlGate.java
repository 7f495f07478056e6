package com.puraify.sync.puraify;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.PermissionDeniedException;
import com.puraify.sync.host.PermissionGate;

/**
 * Asks Engine Control before each run. Only an explicit yes lets a run begin: a refusal, no answer,
 * and an answer that says nothing do not. Asked once each time; thread-safe.
 */
public final class EngineControlGate implements PermissionGate {

  /** Where it is asked. */
  public static final String DEFAULT_PATH = "/engine-control/check";

  /** What this engine calls itself. */
  public static final String DEFAULT_ENGINE_ID = "sync";

  private static final String ACTIVE = "active";

  private final EngineClient control;
  private final String path;
  private final String engineId;
  private final String userId;

  private EngineControlGate(Builder builder) {
    this.control = new EngineClient("Engine Control", builder.endpoint);
    this.path = builder.path;
    this.engineId = builder.engineId;
    this.userId = builder.userId;
  }

  /** Returns a builder. */
  public static Builder builder(EngineEndpoint endpoint) {
    return new Builder(endpoint);
  }

  @Override
  public Answer ask(Request request) {
    Reply reply;
    try {
      reply = control.post(path, question(request));
    } catch (ConnectorException e) {
      throw new PermissionDeniedException(
          "sync '"
              + request.sync()
              + "' was not run, because nobody could permit it: "
              + e.getMessage(),
          e);
    }
    Json allowed = reply.facts().at("action_allowed");
    if ((reply.status() != 200 && reply.status() != 403) || !allowed.isBool()) {
      throw new PermissionDeniedException(
          "sync '"
              + request.sync()
              + "' was not run: the "
              + control.name()
              + " answered "
              + reply.shown()
              + " instead of yes or no; look at its address and path");
    }
    return reply.status() == 200 && allowed.isTrue() ? permitted(reply) : refused(reply);
  }

  private static Answer permitted(Reply reply) {
    String status = reply.facts().at("platform_status").textOrNull();
    if (status != null && !status.equalsIgnoreCase(ACTIVE)) {
      return new Answer(false, "the platform's status is " + status);
    }
    Json left = reply.facts().at("rate_limit_remaining");
    if (left.isNumber() && left.number().signum() <= 0) {
      return new Answer(false, "its rate limit is used up for now");
    }
    return new Answer(true, "");
  }

  private static Answer refused(Reply reply) {
    String reason = reply.reason();
    String status = reply.facts().at("platform_status").textOrNull();
    Json scopes = reply.facts().at("scopes_required");
    StringBuilder why = new StringBuilder(reason.isEmpty() ? "Engine Control refused it" : reason);
    if (status != null && !status.equalsIgnoreCase(ACTIVE)) {
      why.append("; the platform's status is ").append(status);
    }
    if (!scopes.elements().isEmpty()) {
      why.append("; scopes required: ").append(scopes);
    }
    return new Answer(false, why.toString());
  }

  private Json question(Request request) {
    return Json.object(
        body ->
            body.put("engine_id", engineId)
                .put("platform", request.platform())
                .put("requested_action", request.action())
                .put("user_id", userId)
                .put("project_id", request.project())
                .put("sync_id", request.sync()));
  }

  /** Collects settings. Confined to one thread at a time. */
  public static final class Builder {
    private final EngineEndpoint endpoint;
    private String path = DEFAULT_PATH;
    private String engineId = DEFAULT_ENGINE_ID;
    private String userId = DEFAULT_ENGINE_ID;

    private Builder(EngineEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    /** Sets where Engine Control is asked. */
    public Builder path(String where) {
      this.path = where;
      return this;
    }

    /** Sets what this engine calls itself. */
    public Builder engineId(String id) {
      this.engineId = id;
      return this;
    }

    /** Sets on whose behalf runs are made. Default: this engine's. */
    public Builder userId(String id) {
      this.userId = id;
      return this;
    }

    /** Returns the gate. Nothing is called yet. */
    public EngineControlGate build() {
      return new EngineControlGate(this);
    }
  }
}
