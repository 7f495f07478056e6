package com.puraify.sync.testkit.airtable;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that the simulated Airtable holds, behind one lock. */
final class Workspace {
  /** What an edit came from, as webhooks name it. */
  static final String BY_API = "publicApi";

  static final String BY_PERSON = "client";

  final InstantSource clock;
  final Ids ids;
  final AirtableQuirks quirks;
  final Map<String, SimulatedCollaborator> users = new LinkedHashMap<>();
  final Map<String, BaseRecord> bases = new LinkedHashMap<>();
  final SimulatedCollaborator owner;
  private final ReentrantLock lock = new ReentrantLock();
  private final Webhooks webhooks;
  String address = "";
  SimulatedCollaborator actor;

  Workspace(InstantSource clock, Ids ids, AirtableQuirks quirks) {
    this.clock = clock;
    this.ids = ids;
    this.quirks = quirks;
    this.webhooks = new Webhooks(this);
    this.owner = addUser("Olga Owner", "owner@example.com");
    this.actor = addUser("Ada Person", "ada@example.com");
  }

  <T extends @Nullable Object> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  Webhooks webhooks() {
    return webhooks;
  }

  Instant now() {
    return clock.instant();
  }

  /** Returns a time as records show it. */
  Instant shown(Instant time) {
    return time.truncatedTo(quirks.preciseTimes() ? ChronoUnit.MILLIS : ChronoUnit.SECONDS);
  }

  SimulatedCollaborator addUser(String name, String email) {
    SimulatedCollaborator user = new SimulatedCollaborator(ids.next("usr"), name, email);
    users.put(user.id(), user);
    return user;
  }

  /** Returns a base that the owner of the tokens sees, or answers as Airtable does. */
  BaseRecord visible(String baseId) {
    if (!Ids.is("app", baseId)) {
      throw AirtableError.notFound();
    }
    BaseRecord base = bases.get(baseId);
    if (base == null || base.permission == Permission.NONE) {
      throw AirtableError.unseen();
    }
    return base;
  }

  /** Carries work out as one action: whole, and told to the webhooks, or not at all. */
  <T extends @Nullable Object> T transact(
      BaseRecord base, String source, SimulatedCollaborator user, Function<Transaction, T> work) {
    return locked(
        () -> {
          Transaction transaction = new Transaction(this, base, source, user);
          try {
            T result = work.apply(transaction);
            webhooks.log(transaction);
            return result;
          } catch (RuntimeException e) {
            transaction.undo();
            throw e;
          }
        });
  }
}
