package com.puraify.sync.internal.run;

import com.puraify.sync.delta.Base;
import com.puraify.sync.state.Intent;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** All that is known of the counterpart of one source: each call that may have made it. */
record Doubt(List<Attempt> attempts, Likeness likeness, CreateSuspects suspects) {

  /** One call that may have made the item. */
  record Attempt(Intent intent, Intent.Entry entry) {}

  String source() {
    return Objects.requireNonNull(entry().sourceId());
  }

  /** Returns whether this is about the counterpart of a source; there is one doubt for each. */
  boolean isOf(String source) {
    return source().equals(source);
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
        common(one.content(), other.content()),
        common(one.sourceContent(), other.sourceContent()));
  }

  private static Base common(Base one, Base other) {
    Set<String> same = new HashSet<>();
    for (int i = 0; i < one.fields().size(); i++) {
      if (other.matches(one.fields().get(i), one.fingerprints()[i])) {
        same.add(one.fields().get(i));
      }
    }
    return one.only(same);
  }
}
