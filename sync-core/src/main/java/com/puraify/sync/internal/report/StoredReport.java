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
import com.puraify.sync.report.Rejection;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the report of an earlier run, as the state store keeps it. Times are in seconds. */
public final class StoredReport {

  private static final String CONNECTOR = "connector.";

  private StoredReport() {}

  /** Reads a report that {@link SyncReport#toJson} wrote. */
  public static SyncReport read(String text) {
    Json json = Json.parse(text);
    Json failure = json.at("failure");
    return new FinishedReport(
        json.at("sync_id").text(),
        json.at("run_id").text(),
        SyncStatus.valueOf(constant(json.at("status"))),
        Instant.parse(json.at("started_at").text()),
        Instant.parse(json.at("last_sync").text()),
        count(json, "synced_items"),
        counts(json.at("local")),
        counts(json.at("remote")),
        count(json, "matched"),
        count(json, "conflicts_detected"),
        json.at("conflict_resolution").text(),
        count(json, "open_cases"),
        json.at("rejections").elements().stream().map(StoredReport::rejection).toList(),
        count(json, "rejected"),
        json.at("notes").elements().stream().map(Json::text).toList(),
        failure.isMissing() ? null : failure(failure.at("code").text(), failure.at("message")),
        resumeAt(json.at("resume_at")));
  }

  private static @Nullable Instant resumeAt(Json json) {
    return json.isMissing() ? null : Instant.parse(json.text());
  }

  private static SideCounts counts(Json json) {
    return new SideCounts(
        count(json, "read"),
        count(json, "created"),
        count(json, "updated"),
        count(json, "deleted"),
        count(json, "api_calls"));
  }

  private static Rejection rejection(Json json) {
    return new Rejection(
        Side.valueOf(constant(json.at("side"))),
        json.at("local_id").textOrNull(),
        json.at("remote_id").textOrNull(),
        WriteResult.Reason.valueOf(constant(json.at("reason"))),
        json.at("field").textOrNull(),
        json.at("detail").text());
  }

  private static SyncException failure(String code, Json said) {
    String message = said.isText() ? said.text() : "";
    if (code.startsWith(CONNECTOR)) {
      String kind = code.substring(CONNECTOR.length()).toUpperCase(Locale.ROOT);
      return new ConnectorException(ConnectorException.Kind.valueOf(kind), message);
    }
    return switch (code) {
      case "configuration" -> new ConfigurationException("", message);
      case "mapping" -> new MappingException(List.of(message));
      case "permission" -> new PermissionDeniedException(message);
      case "guard" -> new GuardException(message);
      case "cancelled" -> new SyncCancelledException(message);
      default -> new StateException(message);
    };
  }

  private static long count(Json json, String member) {
    return json.at(member).number().longValueExact();
  }

  private static String constant(Json json) {
    return json.text().toUpperCase(Locale.ROOT);
  }
}
