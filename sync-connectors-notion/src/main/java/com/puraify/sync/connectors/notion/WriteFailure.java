package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.connector.WriteResult.Rejected;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a failed write means: that this page is refused, that nobody knows, or that nothing can be
 * written for now, which is thrown.
 */
final class WriteFailure {

  private WriteFailure() {}

  /**
   * Returns what came of a change to a page.
   *
   * @param page the page's id
   * @param written the properties that were written
   * @throws ConnectorException if nothing was written, for a reason that is not this page's
   */
  static WriteResult ofChange(ConnectorException e, String page, List<Property> written) {
    NotionFault fault = NotionFault.of(e);
    if (fault != null && (fault.isTrashed() || isMissing(e, fault, page))) {
      return Rejected.because(Reason.GONE, detail(e));
    }
    return of(e, written);
  }

  /**
   * Returns what came of the creation of a page.
   *
   * @param dataSource the id of the data source that it was to be created in
   * @param written the properties that were written
   * @throws ConnectorException if nothing was written, for a reason that is not this page's; of
   *     kind {@code NOT_FOUND} if the data source is not there
   */
  static WriteResult ofCreation(ConnectorException e, String dataSource, List<Property> written) {
    NotionFault fault = NotionFault.of(e);
    if (fault != null && fault.isTrashed()) {
      throw new ConnectorException(
          Kind.NOT_FOUND, "the data source is in the trash; restore it: " + detail(e), fault);
    }
    if (fault != null && isMissing(e, fault, dataSource)) {
      throw e;
    }
    return of(e, written);
  }

  private static WriteResult of(ConnectorException e, List<Property> written) {
    String detail = detail(e);
    NotionFault fault = NotionFault.of(e);
    if (e.effectPossible()) {
      return new WriteResult.Unknown(detail, null);
    }
    if (fault == null) {
      throw e;
    }
    if (fault.isLocked()) {
      return Rejected.because(Reason.FORBIDDEN, detail);
    }
    if (e.kind() == Kind.INVALID) {
      return new Rejected(Reason.INVALID_VALUE, detail, culprit(fault.words(), written));
    }
    if (e.kind() == Kind.NOT_FOUND) {
      return missingReference(detail, written);
    }
    throw e;
  }

  /** Notion says that something is not there: what was to be written, unless it names another. */
  private static boolean isMissing(ConnectorException e, NotionFault fault, String id) {
    return e.kind() == Kind.NOT_FOUND
        && NotionIds.in(fault.words()).map(named -> named.equals(id)).orElse(true);
  }

  private static Rejected missingReference(String detail, List<Property> written) {
    List<Property> references =
        written.stream().filter(property -> property.codec() instanceof ReferencesCodec).toList();
    return new Rejected(
        Reason.MISSING_REFERENCE, detail, references.size() == 1 ? references.get(0).id() : null);
  }

  /** Returns the id of the property that Notion's message is about, as far as it tells. */
  private static @Nullable String culprit(String words, List<Property> written) {
    return written.stream()
        .sorted(Comparator.comparingInt((Property p) -> p.name().length()).reversed())
        .filter(property -> names(words, property.id()) || names(words, property.name()))
        .map(Property::id)
        .findFirst()
        .orElseGet(() -> written.size() == 1 ? written.get(0).id() : onlyOption(words, written));
  }

  private static boolean names(String words, String key) {
    return words.contains("properties." + key + ".")
        || words.contains("properties." + key + " ")
        || words.startsWith(key + " is ")
        || words.contains("\"" + key + "\"");
  }

  private static @Nullable String onlyOption(String words, List<Property> written) {
    String type =
        words.startsWith("Invalid status option")
            ? "status"
            : words.startsWith("Invalid select option") ? "select" : "";
    List<Property> candidates =
        written.stream().filter(property -> property.type().endsWith(type)).toList();
    return !type.isEmpty() && candidates.size() == 1 ? candidates.get(0).id() : null;
  }

  static String detail(ConnectorException e) {
    return Objects.requireNonNullElse(e.getMessage(), "");
  }
}
