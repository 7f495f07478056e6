package com.puraify.sync.internal.report;

import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.GuardException;
import com.puraify.sync.error.MappingException;
import com.puraify.sync.error.PermissionDeniedException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.internal.json.JsonText;
import com.puraify.sync.report.Rejection;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.value.Side;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Reads reports back from what {@link SyncReport#toJson} wrote; times are to the second. */
public final class ReportJson {

  private static final int MAX_DEPTH = 100;
  private static final String CONNECTOR = "connector.";

  private ReportJson() {}

  /** The failure of a past run, of a kind that is not told apart here. */
  private static final class PastFailure extends SyncException {

    private static final long serialVersionUID = 1L;

    PastFailure(String code, String message) {
      super(code, message, null);
    }
  }

  /**
   * Returns the report that a text stands for.
   *
   * @throws StateException if it is none
   */
  public static SyncReport read(String text) {
    Json json =
        JsonText.parse(
            text, MAX_DEPTH, reason -> new StateException("a stored report is damaged: " + reason));
    try {
      return new FinishedReport(
          json.at("sync_id").text(),
          json.at("run_id").text(),
          constant(SyncStatus.class, json.at("status").text()),
          Instant.parse(json.at("started_at").text()),
          Instant.parse(json.at("last_sync").text()),
          count(json.at("synced_items")),
          counts(json.at("local")),
          counts(json.at("remote")),
          count(json.at("matched")),
          count(json.at("conflicts_detected")),
          json.at("conflict_resolution").text(),
          count(json.at("open_cases")),
          json.at("rejections").elements().stream().map(ReportJson::rejection).toList(),
          count(json.at("rejected")),
          json.at("notes").elements().stream().map(Json::text).toList(),
          json.at("failure").isNull() ? null : failure(json.at("failure")),
          json.at("resume_at").isNull() ? null : Instant.parse(json.at("resume_at").text()));
    } catch (ConnectorException
        | DateTimeException
        | IllegalArgumentException
        | ArithmeticException e) {
      throw new StateException(
          "a stored report cannot be read; a newer version may have written it", e);
    }
  }

  private static SideCounts counts(Json json) {
    return new SideCounts(
        count(json.at("read")),
        count(json.at("created")),
        count(json.at("updated")),
        count(json.at("deleted")),
        count(json.at("api_calls")));
  }

  private static Rejection rejection(Json json) {
    return new Rejection(
        constant(Side.class, json.at("side").text()),
        json.at("local_id").textOrNull(),
        json.at("remote_id").textOrNull(),
        constant(WriteResult.Reason.class, json.at("reason").text()),
        json.at("field").textOrNull(),
        json.at("detail").text());
  }

  private static SyncException failure(Json json) {
    String code = json.at("code").text();
    String text = json.at("message").textOrNull();
    String message = text == null ? code : text;
    if (code.startsWith(CONNECTOR)) {
      return new ConnectorException(
          constant(ConnectorException.Kind.class, code.substring(CONNECTOR.length())), message);
    }
    return switch (code) {
      case "guard" -> new GuardException(message);
      case "state" -> new StateException(message);
      case "permission" -> new PermissionDeniedException(message);
      case "cancelled" -> new SyncCancelledException(message);
      case "mapping" -> new MappingException(List.of(message));
      case "configuration" -> configuration(message);
      default -> new PastFailure(code, message);
    };
  }

  private static SyncException configuration(String message) {
    int colon = message.indexOf(": ");
    return colon < 0
        ? new PastFailure("configuration", message)
        : new ConfigurationException(message.substring(0, colon), message.substring(colon + 2));
  }

  private static long count(Json json) {
    return json.number().longValueExact();
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }
}
