package com.puraify.sync.puraify;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Json;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads people's answers. What does not clearly say what to do is none: the question then stays
 * open.
 */
final class FeedbackAnswers {

  private static final List<String> CHOICES =
      List.of("user_choice", "choice", "decision", "resolution", "status");
  private static final Set<String> YES = Set.of("approve", "approved", "yes", "proceed", "retry");
  private static final Set<String> NO = Set.of("reject", "rejected", "no", "ignore");

  private FeedbackAnswers() {}

  /** Returns what an answer decides about a case, or empty if it decides nothing. */
  static Optional<Resolution> read(Case question, Json answer) {
    Json proceed = answer.at("proceed");
    for (String member : CHOICES) {
      String word = answer.at(member).textOrNull();
      if (word != null) {
        Optional<Resolution> decided = decide(question, simplified(word), answer);
        if (decided.isPresent()) {
          return decided;
        }
      }
    }
    return proceed.isBool()
        ? decide(question, proceed.isTrue() ? "proceed" : "reject", answer)
        : Optional.empty();
  }

  private static String simplified(String word) {
    return word.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", "_");
  }

  private static Optional<Resolution> decide(Case question, String word, Json answer) {
    return Optional.ofNullable(
        switch (question.kind()) {
          case CONFLICT -> conflict(question, word, answer);
          case AMBIGUOUS_MATCH -> match(word, answer);
          case GUARD -> YES.contains(word) ? Resolution.approve() : null;
          case QUARANTINE, OSCILLATION -> YES.contains(word) ? Resolution.retry() : null;
          case DOUBTFUL_CREATE ->
              word.equals("link") ? link(answer) : YES.contains(word) ? Resolution.retry() : null;
        });
  }

  /** A mere yes to a conflict says nothing: either side could be meant. */
  private static @Nullable Resolution conflict(Case question, String word, Json answer) {
    return switch (word) {
      case "local", "take_local", "prefer_local", "keep_local" -> Resolution.take(Side.LOCAL);
      case "remote", "take_remote", "prefer_remote", "keep_remote" -> Resolution.take(Side.REMOTE);
      case "use", "value", "suggest", "suggested", "suggest_a_change" -> use(question, answer);
      default -> NO.contains(word) ? Resolution.ignore() : null;
    };
  }

  private static @Nullable Resolution match(String word, Json answer) {
    return switch (word) {
      case "link" -> link(answer);
      case "create_all", "create" -> Resolution.createAll();
      default -> NO.contains(word) ? Resolution.ignore() : null;
    };
  }

  private static @Nullable Resolution link(Json answer) {
    String local = answer.at("local_id").textOrNull();
    String remote = answer.at("remote_id").textOrNull();
    return local == null || remote == null ? null : Resolution.link(local, remote);
  }

  private static @Nullable Resolution use(Case question, Json answer) {
    Json value = answer.at("value").isMissing() ? answer.at("suggestion") : answer.at("value");
    if (question.field() == null || value.isMissing()) {
      return null;
    }
    Value like = question.local() == null ? question.remote() : question.local();
    Value meant = value(value, like);
    return meant == null ? null : Resolution.use(meant);
  }

  /** Returns the value that some JSON stands for, of the kind that the conflict is about. */
  private static @Nullable Value value(Json json, @Nullable Value like) {
    if (json.isNull()) {
      return Value.NULL;
    }
    if (json.isNumber()) {
      return Value.number(json.number());
    }
    if (json.isBool()) {
      return Value.bool(json.bool());
    }
    if (!json.isText()) {
      return null;
    }
    String text = json.text();
    try {
      if (like instanceof Value.Choice) {
        return Value.choice(text);
      }
      if (like instanceof Value.Reference) {
        return Value.reference(text);
      }
      if (like instanceof Value.Day) {
        return new Value.Day(LocalDate.parse(text));
      }
      if (like instanceof Value.Moment) {
        return new Value.Moment(Instant.parse(text));
      }
      return Value.text(text);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
