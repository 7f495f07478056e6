package com.puraify.sync.internal.report;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.internal.json.JsonText;
import com.puraify.sync.internal.json.ValueJson;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes cases as texts for the state store, and reads them back as they were. */
public final class CaseJson {

  private static final int MAX_DEPTH = 1_000;

  private CaseJson() {}

  /** Returns a case as one line of JSON. */
  public static String write(Case question) {
    return Json.object(
            members -> {
              members
                  .put("sync", question.sync())
                  .put("id", question.id())
                  .put("kind", word(question.kind()))
                  .put("opened_at", question.openedAt().toString())
                  .put("question", question.question())
                  .put("local_ids", ids(question.localIds()))
                  .put("remote_ids", ids(question.remoteIds()))
                  .put("state", question.state());
              String field = question.field();
              if (field != null) {
                members.put("field", field);
              }
              question.value(Side.LOCAL).ifPresent(v -> members.put("local", ValueJson.write(v)));
              question.value(Side.REMOTE).ifPresent(v -> members.put("remote", ValueJson.write(v)));
              Resolution answer = question.answer();
              if (answer != null) {
                members.put("answer", resolution(answer));
              }
            })
        .toString();
  }

  /**
   * Returns the case that a text stands for.
   *
   * @throws StateException if it is nothing that {@link #write} makes
   */
  public static Case read(String text) {
    Json json =
        JsonText.parse(
            text, MAX_DEPTH, reason -> new StateException("a stored case is damaged: " + reason));
    try {
      Json answer = json.at("answer");
      return new Case(
          json.at("sync").text(),
          json.at("id").text(),
          constant(Case.Kind.class, json.at("kind").text()),
          Instant.parse(json.at("opened_at").text()),
          json.at("question").text(),
          texts(json.at("local_ids")),
          texts(json.at("remote_ids")),
          json.at("field").textOrNull(),
          value(json.at("local")),
          value(json.at("remote")),
          json.at("state").text(),
          answer.isMissing() ? null : resolution(answer));
    } catch (ConnectorException | DateTimeException | IllegalArgumentException e) {
      throw new StateException(
          "a stored case cannot be read; a newer version may have written it", e);
    }
  }

  private static Json resolution(Resolution resolution) {
    if (resolution instanceof Resolution.Take take) {
      return tagged("take", Json.of(word(take.side())));
    }
    if (resolution instanceof Resolution.Use use) {
      return tagged("use", ValueJson.write(use.value()));
    }
    if (resolution instanceof Resolution.Hold hold) {
      return tagged("hold", Json.of(hold.reason()));
    }
    if (resolution instanceof Resolution.Fail fail) {
      return tagged("fail", Json.of(fail.reason()));
    }
    if (resolution instanceof Resolution.LinkItems link) {
      return tagged("link", ids(List.of(link.localId(), link.remoteId())));
    }
    if (resolution instanceof Resolution.Approve) {
      return Json.of("approve");
    }
    if (resolution instanceof Resolution.Retry) {
      return Json.of("retry");
    }
    return Json.of(resolution instanceof Resolution.CreateAll ? "create_all" : "ignore");
  }

  private static Resolution resolution(Json json) {
    if (json.isText()) {
      return switch (json.text()) {
        case "approve" -> Resolution.approve();
        case "retry" -> Resolution.retry();
        case "create_all" -> Resolution.createAll();
        case "ignore" -> Resolution.ignore();
        default -> throw unknown(json.text());
      };
    }
    String tag = json.members().keySet().stream().findFirst().orElse("");
    Json content = json.at(tag);
    return switch (tag) {
      case "take" -> Resolution.take(constant(Side.class, content.text()));
      case "use" -> Resolution.use(ValueJson.read(content));
      case "hold" -> new Resolution.Hold(content.textOrNull());
      case "fail" -> Resolution.fail(content.text());
      case "link" -> Resolution.link(content.at(0).text(), content.at(1).text());
      default -> throw unknown(tag);
    };
  }

  private static StateException unknown(String answer) {
    return new StateException("a stored case has the unknown answer '" + answer + "'");
  }

  private static @Nullable Value value(Json json) {
    return json.isMissing() ? null : ValueJson.read(json);
  }

  private static Json ids(List<String> ids) {
    return Json.array(ids.stream().map(Json::of).toList());
  }

  private static List<String> texts(Json array) {
    return array.elements().stream().map(Json::text).toList();
  }

  private static Json tagged(String tag, Json content) {
    return Json.object(Map.of(tag, content));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }
}
