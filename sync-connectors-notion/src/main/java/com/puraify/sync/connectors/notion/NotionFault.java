package com.puraify.sync.connectors.notion;

import com.puraify.sync.error.ConnectorException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Notion's error answer said in detail. It travels as the cause of the {@link
 * ConnectorException}, so that those who need to know can ask.
 */
final class NotionFault extends Exception {

  private static final long serialVersionUID = 1L;

  private static final Pattern LOCKED = Pattern.compile("\\blocked\\b");

  private final int status;
  private final String code;
  private final String words;
  private final @Nullable String committedId;

  /**
   * Creates a fault.
   *
   * @param code Notion's code, empty if the answer was not Notion's own
   * @param words Notion's message, empty if there was none
   * @param committedId the id of what was written in spite of the error, or null
   */
  NotionFault(int status, String code, String words, @Nullable String committedId) {
    super(status + (code.isEmpty() ? "" : " " + code), null, false, false);
    this.status = status;
    this.code = code;
    this.words = words;
    this.committedId = committedId;
  }

  /** Returns what Notion's answer said, or null if the exception is not about an answer. */
  static @Nullable NotionFault of(ConnectorException e) {
    return e.getCause() instanceof NotionFault fault ? fault : null;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String words() {
    return words;
  }

  @Nullable String committedId() {
    return committedId;
  }

  boolean isInvalidCursor() {
    return code.equals("validation_error") && words.contains("start_cursor");
  }

  /** Returns whether the call asked for too much, so that asking for less may work. */
  boolean isOverload() {
    return status == 504 || (status == 503 && !code.equals("database_connection_unavailable"));
  }

  /** Returns whether Notion refuses to edit a page because it is in the trash. */
  boolean isTrashed() {
    return code.equals("validation_error")
        && (words.contains("that is archived") || words.contains("in trash"));
  }

  /** Returns whether Notion refuses to edit a page because someone locked it. */
  boolean isLocked() {
    return (status == 400 || status == 403) && LOCKED.matcher(words).find();
  }
}
