package com.puraify.sync.testkit.hubspot;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One write: who writes, by which rules, and which unique values its rows have taken for themselves
 * already. Confined to one thread.
 */
final class Writing {
  final Author author;

  /** Whether the administrator's validation rules hold. */
  final boolean validated;

  private final Map<String, Object> claims = new HashMap<>();

  Writing(Author author, boolean validated) {
    this.author = author;
    this.validated = validated;
  }

  static Writing by(Call call) {
    return new Writing(call.author(), call.version().validates());
  }

  static Writing by(SimulatedOwner person) {
    return new Writing(Author.person(person.userId()), false);
  }

  /** Takes a unique value for a row, and says whether no other row has it. */
  boolean claim(String property, String value, Object row) {
    @Nullable Object holder = claims.putIfAbsent(property + "\n" + value, row);
    return holder == null || holder.equals(row);
  }
}
