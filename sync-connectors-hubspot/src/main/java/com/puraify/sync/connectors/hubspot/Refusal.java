package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.connector.WriteResult.Rejected;
import com.puraify.sync.connector.WriteResult.Unknown;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What it means for one object that HubSpot did not write it. */
final class Refusal {

  /** Categories of rows that say nothing of the object: it may have been written or not. */
  private static final Set<String> OPEN =
      Set.of("RATE_LIMITS", "RATE_LIMIT", "INTERNAL_ERROR", "LOCKED", "TIMEOUT", "UNAVAILABLE");

  private Refusal() {}

  /** Returns what came of an object that was refused alone. */
  static WriteResult of(ConnectorException e, Draft draft, RecordType type) {
    HubSpotFault fault = HubSpotFault.of(e);
    if (fault == null) {
      return Rejected.because(
          e.kind() == Kind.NOT_FOUND && draft.id() != null ? Reason.GONE : Reason.INVALID_VALUE,
          RecordWriter.detail(e));
    }
    Problem problem = fault.problem();
    return refused(problem, RecordWriter.detail(e), draft, type);
  }

  /** Returns what came of an object that a batch's answer names among its errors. */
  static WriteResult of(Problem problem, Draft draft, RecordType type) {
    String words =
        problem.words().isEmpty() ? "HubSpot gives no reason" : "HubSpot says: " + problem.words();
    String detail = problem.category().isEmpty() ? words : words + " (" + problem.category() + ")";
    return OPEN.contains(problem.category())
        ? new Unknown(detail, null)
        : refused(problem, detail, draft, type);
  }

  private static Rejected refused(Problem problem, String detail, Draft draft, RecordType type) {
    if (problem.isDuplicate()) {
      String existing = problem.existing();
      return new Rejected(
          Reason.DUPLICATE,
          detail + (existing == null ? "" : "; object " + existing + " holds that value already"),
          unique(problem, draft, type));
    }
    String field = field(problem.property(), type);
    if (problem.isMissing() && problem.property() == null) {
      return missing(problem, detail, draft);
    }
    if (problem.codes().contains("READ_ONLY_VALUE")) {
      return new Rejected(Reason.FORBIDDEN, detail, field);
    }
    return switch (problem.category()) {
      case "VALIDATION_ERROR", "OBJECT_NOT_FOUND" ->
          new Rejected(Reason.INVALID_VALUE, detail, field);
      case "MISSING_SCOPES", "FORBIDDEN" -> new Rejected(Reason.FORBIDDEN, detail, field);
      default ->
          new Rejected(
              problem.codes().isEmpty() ? Reason.OTHER : Reason.INVALID_VALUE, detail, field);
    };
  }

  private static Rejected missing(Problem problem, String detail, Draft draft) {
    if (draft.id() != null && (problem.ids().isEmpty() || problem.ids().contains(draft.id()))) {
      return Rejected.because(Reason.GONE, detail);
    }
    return draft.references().isEmpty()
        ? Rejected.because(Reason.OTHER, detail)
        : new Rejected(
            Reason.MISSING_REFERENCE,
            detail,
            draft.references().size() == 1
                ? draft.references().keySet().iterator().next().id()
                : null);
  }

  private static @Nullable String field(@Nullable String property, RecordType type) {
    return property == null || type.property(property) == null ? null : property;
  }

  /** Returns the property that must be unique: the one named, else the only one it can be. */
  private static @Nullable String unique(Problem problem, Draft draft, RecordType type) {
    String named = field(problem.property(), type);
    if (named != null) {
      return named;
    }
    String only = null;
    for (String name : draft.properties().keySet()) {
      Property property = type.property(name);
      if (property != null && property.field().unique()) {
        if (only != null) {
          return null;
        }
        only = name;
      }
    }
    return only;
  }
}
