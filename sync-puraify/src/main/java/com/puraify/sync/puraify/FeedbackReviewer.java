package com.puraify.sync.puraify;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.error.StateException;
import com.puraify.sync.host.ConflictReviewer;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Has the Feedback Loop ask people: each case becomes a request.
 *
 * <p>The answer may come at once; or later, by {@link #answer} from an endpoint of the host, or by
 * {@link #poll}. It names the case by the {@code case_id} of the request, or the request by its
 * {@code request_id}: the one that was sent, or the one that the Feedback Loop gave it. An answer
 * that does not clearly decide leaves the case open.
 *
 * <p>A question is asked once, as long as it is known to have been asked: with the {@linkplain
 * Builder#store engine's store} also after a restart. If the process dies between the question and
 * the note of it, it is asked again under the same {@code request_id}. Thread-safe.
 */
public final class FeedbackReviewer implements ConflictReviewer {

  /** Where requests go. */
  public static final String DEFAULT_PATH = "/feedback/request";

  private final EngineClient feedback;
  private final String path;
  private final @Nullable String pollPath;
  private final String userId;
  private final AskedQuestions asked;

  private FeedbackReviewer(Builder builder) {
    this.feedback = new EngineClient("Feedback Loop", builder.endpoint);
    this.path = builder.path;
    this.pollPath = builder.pollPath;
    this.userId = builder.userId;
    this.asked = new AskedQuestions(builder.store);
  }

  /** Returns a builder. */
  public static Builder builder(EngineEndpoint endpoint) {
    return new Builder(endpoint);
  }

  /**
   * Asks, unless the same question was asked before.
   *
   * @throws ConnectorException if the Feedback Loop does not take the request; the case stays open
   */
  @Override
  public Optional<Resolution> review(Case question) {
    if (asked.request(question).isPresent()) {
      return Optional.empty();
    }
    Reply reply = feedback.post(path, request(question));
    if (!reply.isSuccess() || !reply.body().isObject()) {
      throw new ConnectorException(
          reply.status() >= 500 ? Kind.UNAVAILABLE : Kind.PROTOCOL,
          "the " + feedback.name() + " did not take a question: it answered " + reply.shown());
    }
    Optional<Resolution> decided = FeedbackAnswers.read(question, reply.facts());
    if (decided.isEmpty()) {
      asked.note(question, requestId(reply.facts()));
    }
    return decided;
  }

  /**
   * Takes an answer that came to the host.
   *
   * @param engine whose case it is
   * @param config the sync that asked
   * @param answer what came, a JSON object
   * @return whether a case was answered; not if it is no longer open, the answer is for another
   *     sync or another state of the item, or it does not decide
   * @throws ConnectorException of kind {@code PROTOCOL} if it is no JSON
   * @throws StateException if the item has moved on since
   */
  public boolean answer(SyncEngine engine, SyncConfig config, String answer) {
    Json json = Json.parse(answer);
    return open(engine, config, json)
        .map(question -> resolve(engine, question, json))
        .orElse(false);
  }

  /**
   * Asks the Feedback Loop for the answers to the open cases of a sync.
   *
   * @return how many were answered; none if no path for that is set
   * @throws ConnectorException if it cannot be reached
   */
  public int poll(SyncEngine engine, SyncConfig config) {
    String template = pollPath;
    int answered = 0;
    if (template == null) {
      return answered;
    }
    for (Case question : engine.cases(config)) {
      String request = asked.request(question).orElse(null);
      if (question.answer() != null || (request == null && template.contains("{request_id}"))) {
        continue;
      }
      Map<String, String> parts =
          Map.of(
              "case_id",
              question.id(),
              "sync_id",
              question.sync(),
              "request_id",
              request == null ? "" : request);
      Reply reply = feedback.get(EngineClient.fill(template, parts));
      if (reply.isSuccess() && resolve(engine, question, reply.facts())) {
        answered++;
      }
    }
    return answered;
  }

  private boolean resolve(SyncEngine engine, Case question, Json answer) {
    Optional<Resolution> decided = FeedbackAnswers.read(question, answer);
    decided.ifPresent(
        resolution -> {
          engine.resolve(question, resolution);
          asked.forget(question);
        });
    return decided.isPresent();
  }

  private Optional<Case> open(SyncEngine engine, SyncConfig config, Json answer) {
    String sync = answer.at("sync_id").textOrNull();
    if (sync != null && !sync.equals(config.id())) {
      return Optional.empty();
    }
    String named = answer.at("case_id").textOrNull();
    String request = requestId(answer);
    return engine.cases(config).stream()
        .filter(each -> each.answer() == null)
        .filter(
            each ->
                named == null
                    ? request != null && asked.isAbout(request, each)
                    : each.id().equals(named))
        .findFirst();
  }

  private static @Nullable String requestId(Json body) {
    for (String member : new String[] {"request_id", "feedback_id", "id"}) {
      String id = body.at(member).textOrNull();
      if (id != null) {
        return id;
      }
    }
    return null;
  }

  private Json request(Case question) {
    return Json.object(
        body -> {
          body.put("user_id", userId);
          body.put("project_id", project(question.sync()));
          body.put("type", "action_approval");
          body.put("reason", reason(question));
          body.put("action", "sync." + word(question.kind()));
          body.put("default", "paused");
          body.put("engine", MonitoringLog.DEFAULT_ENGINE);
          body.put("request_id", AskedQuestions.id(question));
          body.put("sync_id", question.sync());
          body.put("case_id", question.id());
          body.put("field", question.field());
          body.put("local_ids", texts(question.localIds()));
          body.put("remote_ids", texts(question.remoteIds()));
          question.value(Side.LOCAL).ifPresent(value -> body.put("local_value", shown(value)));
          question.value(Side.REMOTE).ifPresent(value -> body.put("remote_value", shown(value)));
          body.put("options", texts(options(question)));
        });
  }

  /** Who is asked may see nothing but this text, so that it says everything. */
  private static String reason(Case question) {
    StringBuilder text = new StringBuilder(question.question());
    question
        .value(Side.LOCAL)
        .ifPresent(value -> text.append("; local value: ").append(shown(value)));
    question
        .value(Side.REMOTE)
        .ifPresent(value -> text.append("; remote value: ").append(shown(value)));
    return text.append("; answers: ").append(String.join(", ", options(question))).toString();
  }

  private static List<String> options(Case question) {
    return switch (question.kind()) {
      case CONFLICT ->
          question.field() == null
              ? List.of("local", "remote", "ignore")
              : List.of("local", "remote", "use", "ignore");
      case AMBIGUOUS_MATCH -> List.of("link", "create_all", "ignore");
      case GUARD -> List.of("approve");
      case QUARANTINE, OSCILLATION -> List.of("retry");
      case DOUBTFUL_CREATE -> List.of("retry", "link");
    };
  }

  private static Json shown(Value value) {
    if (value instanceof Value.Text text) {
      return Json.of(text.value());
    }
    if (value instanceof Value.Choice choice) {
      return Json.of(choice.name());
    }
    if (value instanceof Value.Num number) {
      return Json.of(number.value());
    }
    if (value instanceof Value.Bool bool) {
      return Json.of(bool.value());
    }
    if (value instanceof Value.Day day) {
      return Json.of(day.value().toString());
    }
    if (value instanceof Value.Moment moment) {
      return Json.of(moment.value().toString());
    }
    if (value instanceof Value.Reference reference) {
      return Json.of(reference.id());
    }
    if (value instanceof Value.Many many) {
      return Json.array(many.elements().stream().map(FeedbackReviewer::shown).toList());
    }
    return value.isNull() ? Json.NULL : Json.of(value.toString());
  }

  private static Json texts(List<String> texts) {
    return Json.array(texts.stream().map(Json::of).toList());
  }

  /** A sync's usual id begins with its project. */
  private static String project(String sync) {
    int colon = sync.indexOf(':');
    return colon < 0 ? sync : sync.substring(0, colon);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Collects settings. Confined to one thread at a time. */
  public static final class Builder {
    private final EngineEndpoint endpoint;
    private String path = DEFAULT_PATH;
    private @Nullable String pollPath;
    private String userId = MonitoringLog.DEFAULT_ENGINE;
    private @Nullable StateStore store;

    private Builder(EngineEndpoint endpoint) {
      this.endpoint = endpoint;
    }

    /** Sets where requests go. */
    public Builder path(String where) {
      this.path = where;
      return this;
    }

    /**
     * Sets where an answer can be read, with {@code {request_id}}, {@code {case_id}} or {@code
     * {sync_id}} in it. There is no such path by default.
     */
    public Builder pollPath(String template) {
      this.pollPath = template;
      return this;
    }

    /** Sets who is asked. */
    public Builder userId(String id) {
      this.userId = id;
      return this;
    }

    /**
     * Sets where it is kept which questions were asked: the engine's store. Without one that is
     * forgotten when the process ends; an answer that names the case, or the request by the id that
     * was sent with it, is then still understood.
     */
    public Builder store(StateStore state) {
      this.store = state;
      return this;
    }

    /** Returns the reviewer. Nothing is called yet. */
    public FeedbackReviewer build() {
      return new FeedbackReviewer(this);
    }
  }
}
