package com.puraify.sync.puraify;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.connector.Json;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which questions were asked, and what the Feedback Loop calls them: a setting of the sync for each
 * question, so that it is known after a restart and on other machines. Thread-safe.
 */
final class AskedQuestions {

  private static final String PREFIX = "feedback.";

  /** How often it is looked which questions are closed: each time so many more were asked. */
  private static final int LOOK_EVERY = 100;

  private static final int ID_LENGTH = 32;

  private final StateStore store;
  private final boolean own;

  /**
   * Creates a memory.
   *
   * @param engines the engine's store, or null to remember as long as the process lives
   */
  AskedQuestions(@Nullable StateStore engines) {
    this.store = engines == null ? MemoryStateStore.create() : engines;
    this.own = engines == null;
  }

  /** Returns a question's own name: the same whenever and wherever it is asked. */
  static String id(Case question) {
    String text = question.sync() + '\n' + question.id() + '\n' + question.state();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, ID_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** Returns what the Feedback Loop calls a question; empty if it was not asked as it stands. */
  Optional<String> request(Case question) {
    return Optional.ofNullable(settings(question.sync()).get(PREFIX + id(question)))
        .map(text -> Json.parse(text).at("request").text());
  }

  /** Returns whether a name, of the Feedback Loop's or of ours, is this question's. */
  boolean isAbout(String request, Case question) {
    return request.equals(id(question)) || request(question).filter(request::equals).isPresent();
  }

  /**
   * Remembers a question as asked.
   *
   * @param request what the Feedback Loop calls it, or null if it has no name of its own for it
   */
  void note(Case question, @Nullable String request) {
    Map<String, String> settings = settings(question.sync());
    List<StateChange> changes = new ArrayList<>();
    int asked = 0;
    for (Map.Entry<String, String> each : settings.entrySet()) {
      if (each.getKey().startsWith(PREFIX)) {
        asked++;
        if (about(each.getValue()).equals(question.id())) {
          changes.add(new StateChange.PutSetting(each.getKey(), null));
        }
      }
    }
    if ((asked + 1) % LOOK_EVERY == 0) {
      changes.addAll(closed(question.sync(), settings));
    }
    String id = id(question);
    String text =
        Json.object(
                members ->
                    members
                        .put("case", question.id())
                        .put("request", request == null ? id : request))
            .toString();
    changes.add(new StateChange.PutSetting(PREFIX + id, text));
    store.commit(question.sync(), changes);
  }

  /** Forgets a question that was answered. */
  void forget(Case question) {
    store.commit(question.sync(), List.of(new StateChange.PutSetting(PREFIX + id(question), null)));
  }

  /**
   * Forgets what is not open any more. A memory of its own knows nothing of that, and keeps all.
   */
  private List<StateChange> closed(String sync, Map<String, String> settings) {
    List<StateChange> changes = new ArrayList<>();
    settings.forEach(
        (name, text) -> {
          if (!own
              && name.startsWith(PREFIX)
              && store
                  .document(sync, Document.Kind.CASE, about(text))
                  .filter(Document::open)
                  .isEmpty()) {
            changes.add(new StateChange.PutSetting(name, null));
          }
        });
    return changes;
  }

  private static String about(String text) {
    return Json.parse(text).at("case").text();
  }

  private Map<String, String> settings(String sync) {
    return store.load(sync).settings();
  }
}
