package com.puraify.sync.internal.run;

import com.puraify.sync.state.Intent;
import com.puraify.sync.value.Item;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All that is known of the counterpart of one source: each call that may have made it. */
record Doubt(List<Attempt> attempts, Likeness likeness, CreateSuspects suspects) {

  /** One call that may have made the item. */
  record Attempt(Intent intent, Intent.Entry entry) {}

  /** Returns the attempt that an item differs least from, or null if it is like none. */
  @Nullable Attempt nearest(Item item) {
    Attempt nearest = null;
    for (Attempt each : attempts) {
      if (suspects.mayBeOf(each.intent, item)
          && (likeness.isAlike(each.entry.content(), item) || distance(each, item) == 0)
          && (nearest == null || distance(each, item) < distance(nearest, item))) {
        nearest = each;
      }
    }
    return nearest;
  }

  private int distance(Attempt attempt, Item item) {
    return likeness.distance(attempt.entry.content(), item);
  }

  int distance(Item item) {
    Attempt nearest = nearest(item);
    return nearest == null ? Integer.MAX_VALUE : distance(nearest, item);
  }

  boolean isAlike(Item item) {
    return nearest(item) != null;
  }

  boolean isJust(Item item) {
    Attempt nearest = nearest(item);
    return nearest != null && likeness.isJust(nearest.entry.content(), item);
  }

  Intent.Entry entry() {
    return attempts.get(0).entry;
  }

  /** Returns when the create was sent first. */
  Instant since() {
    return attempts.stream().map(each -> each.intent.at()).min(Instant::compareTo).orElseThrow();
  }

  boolean isOf(String source) {
    return source().equals(source);
  }

  String source() {
    return Objects.requireNonNull(entry().sourceId());
  }

  /** Returns what all attempts sent: of several under one key nobody knows which was made. */
  Intent.Entry common() {
    return attempts.stream().map(Attempt::entry).reduce(Doubt::common).orElseThrow();
  }

  private static Intent.Entry common(Intent.Entry one, Intent.Entry other) {
    return new Intent.Entry(
        one.key(),
        one.link(),
        one.sourceId(),
        one.targetId(),
        one.content().common(other.content()),
        one.sourceContent().common(other.sourceContent()));
  }
}
