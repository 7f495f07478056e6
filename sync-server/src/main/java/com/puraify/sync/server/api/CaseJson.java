package com.puraify.sync.server.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.server.http.JsonText;
import com.puraify.sync.server.http.ProblemException;
import com.puraify.sync.server.http.ProblemException.Finding;
import com.puraify.sync.server.http.ProblemType;
import com.puraify.sync.value.Side;
import java.util.List;
import java.util.Locale;

/** How cases and their answers look as JSON. */
final class CaseJson {

  private CaseJson() {}

  static ObjectNode of(Case question) {
    ObjectNode node = JsonText.object();
    node.put("case_id", question.id());
    node.put("sync_id", question.sync());
    node.put("kind", word(question.kind()));
    node.put("opened_at", question.openedAt().toString());
    node.put("question", question.question());
    ArrayNode local = node.putArray("local_ids");
    question.localIds().forEach(local::add);
    ArrayNode remote = node.putArray("remote_ids");
    question.remoteIds().forEach(remote::add);
    if (question.field() != null) {
      node.put("field", question.field());
    }
    question.value(Side.LOCAL).ifPresent(value -> node.set("local", ValueJson.of(value)));
    question.value(Side.REMOTE).ifPresent(value -> node.set("remote", ValueJson.of(value)));
    node.put("state", question.state());
    ArrayNode answers = node.putArray("answers");
    answers(question).forEach(answers::add);
    if (question.answer() != null) {
      node.put("answered", word(question.answer()));
    }
    return node;
  }

  /** Returns the answers that a case takes. */
  private static List<String> answers(Case question) {
    return switch (question.kind()) {
      case CONFLICT ->
          question.field() == null
              ? List.of("take_local", "take_remote", "ignore")
              : List.of("take_local", "take_remote", "use", "ignore");
      case AMBIGUOUS_MATCH -> List.of("link", "create_all", "ignore");
      case GUARD -> List.of("approve");
      case QUARANTINE, OSCILLATION -> List.of("retry");
      case DOUBTFUL_CREATE -> List.of("retry", "link");
    };
  }

  /**
   * Returns the answer to a case.
   *
   * @throws ProblemException if it is none of those that the case takes
   */
  static Resolution answer(Case question, ObjectNode request) {
    String answer = request.path("answer").asText();
    List<String> possible = answers(question);
    if (!possible.contains(answer)) {
      throw wrong("/answer", "must be one of " + String.join(", ", possible));
    }
    return switch (answer) {
      case "take_local" -> Resolution.take(Side.LOCAL);
      case "take_remote" -> Resolution.take(Side.REMOTE);
      case "use" -> Resolution.use(ValueJson.read(request.path("value"), "/value"));
      case "link" ->
          Resolution.link(
              id(request, "local_id", question.localIds()),
              id(request, "remote_id", question.remoteIds()));
      case "create_all" -> Resolution.createAll();
      case "approve" -> Resolution.approve();
      case "retry" -> Resolution.retry();
      default -> Resolution.ignore();
    };
  }

  private static String id(ObjectNode request, String member, List<String> possible) {
    JsonNode id = request.path(member);
    if (!possible.contains(id.asText())) {
      throw wrong("/" + member, "must be one of " + String.join(", ", possible));
    }
    return id.asText();
  }

  private static ProblemException wrong(String pointer, String message) {
    return ProblemException.of(
            ProblemType.INVALID_REQUEST,
            "this is no answer to the case",
            "see the problems, and the answers that the case itself lists")
        .with(List.of(new Finding(pointer, message)));
  }

  private static String word(Resolution resolution) {
    if (resolution instanceof Resolution.Take take) {
      return "take_" + take.side().name().toLowerCase(Locale.ROOT);
    }
    if (resolution instanceof Resolution.Use) {
      return "use";
    }
    if (resolution instanceof Resolution.LinkItems) {
      return "link";
    }
    if (resolution instanceof Resolution.Approve) {
      return "approve";
    }
    if (resolution instanceof Resolution.Retry) {
      return "retry";
    }
    return resolution instanceof Resolution.CreateAll ? "create_all" : "ignore";
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
