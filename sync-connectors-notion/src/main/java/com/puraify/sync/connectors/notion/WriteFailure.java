package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.connector.WriteResult.Rejected;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a failed write means: that this page is refused, that nobody knows, or that nothing can be
 * written for now, which is thrown.
 */
final class WriteFailure {

  private WriteFailure() {}

  /**
   * Returns what came of a write.
   *
   * @param asked the id of what was to be written: the page, or the data source of a new one
   * @param written the properties that were written
   * @throws ConnectorException if nothing was written, for a reason that is not this page's
   */
  static WriteResult of(ConnectorException e, String asked, List<Property> written) {
    String detail = detail(e);
    NotionFault fault = NotionFault.of(e);
    if (fault == null || e.effectPossible() || fault.status() >= 500) {
      if (e.effectPossible() || (fault != null && fault.status() != 529)) {
        return new WriteResult.Unknown(detail, fault == null ? null : fault.committedId());
      }
      throw e;
    }
    if (fault.isLocked()) {
      return Rejected.because(Reason.FORBIDDEN, detail);
    }
    if (fault.isTrashed()) {
      return Rejected.because(Reason.GONE, detail);
    }
    if (e.kind() == Kind.INVALID) {
      return new Rejected(Reason.INVALID_VALUE, detail, culprit(fault.words(), written));
    }
    if (e.kind() == Kind.NOT_FOUND) {
      return missing(fault, asked, detail, written);
    }
    throw e;
  }

  /** Notion says that something is not there: the page itself, or one that it is to refer to. */
  private static Rejected missing(
      NotionFault fault, String asked, String detail, List<Property> written) {
    Optional<String> named = NotionIds.in(fault.words());
    if (named.isEmpty() || named.get().equals(asked)) {
      return Rejected.because(Reason.GONE, detail);
    }
    List<Property> references =
        written.stream().filter(property -> property.codec() instanceof ReferencesCodec).toList();
    return new Rejected(
        Reason.MISSING_REFERENCE,
        detail,
        references.size() == 1 ? references.get(0).id() : null);
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
