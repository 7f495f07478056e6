package com.puraify.sync.testkit.notion;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Everything that the simulated workspace holds, behind one lock. */
final class Workspace {
  private static final Duration TRASH_KEPT = Duration.ofDays(30);
  private static final int DEEPEST = 1_000;

  final InstantSource clock;
  final Ids ids;
  final NotionQuirks quirks;
  final String id;
  final SimulatedUser bot;
  final Map<String, SimulatedUser> users = new LinkedHashMap<>();
  final Map<String, DatabaseRecord> databases = new LinkedHashMap<>();
  final Map<String, DataSourceRecord> dataSources = new LinkedHashMap<>();
  final Map<String, PageRecord> pages = new LinkedHashMap<>();
  final PageEvents events = new PageEvents(this);

  private final Set<String> revoked = new HashSet<>();
  private final ReentrantLock lock = new ReentrantLock();
  private long version;
  private @Nullable Interface people;

  Workspace(InstantSource clock, Ids ids, NotionQuirks quirks) {
    this.clock = clock;
    this.ids = ids;
    this.quirks = quirks;
    this.id = ids.object();
    this.bot = addUser("Simulated connection", null, SimulatedUser.Kind.BOT);
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

  /** Returns the people's side, made on first use. */
  Interface people() {
    Interface made = people;
    if (made == null) {
      made = new Interface(this);
      people = made;
    }
    return made;
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * Grows with every change, so that what was computed from the workspace can be kept till then.
   */
  long version() {
    return version;
  }

  void touched() {
    version++;
  }

  SimulatedUser addUser(String name, @Nullable String email, SimulatedUser.Kind kind) {
    SimulatedUser user = new SimulatedUser(ids.object(), name, email, kind);
    users.put(user.id(), user);
    return user;
  }

  /** Returns a page that exists, in the trash or not; what was 30 days in the trash is gone. */
  @Nullable PageRecord page(String pageId) {
    PageRecord page = pages.get(pageId);
    if (page == null) {
      return null;
    }
    Instant trashedAt = page.state().trashedAt();
    if (trashedAt != null && !now().isBefore(trashedAt.plus(TRASH_KEPT))) {
      remove(page);
      return null;
    }
    return page;
  }

  void remove(PageRecord page) {
    events.removed(page);
    pages.remove(page.id);
    dataSources.values().forEach(source -> source.pages.remove(page));
    touched();
  }

  void change(PageRecord page, PageState next) {
    PageState before = page.state();
    page.become(next, now(), quirks.visibilityLag());
    events.changed(page, before, page.state());
    touched();
  }

  @Nullable DataSourceRecord sourceOf(PageState state) {
    return state.parent().kind() == Parent.Kind.DATA_SOURCE
        ? dataSources.get(state.parent().id())
        : null;
  }

  DatabaseRecord databaseOf(DataSourceRecord source) {
    DatabaseRecord database = databases.get(source.databaseId);
    if (database == null) {
      throw new IllegalStateException("data source " + source.id + " has lost its database");
    }
    return database;
  }

  void revoke(String objectId) {
    revoked.add(objectId);
    touched();
  }

  void grant(String objectId) {
    revoked.remove(objectId);
    touched();
  }

  /** Whether the connection sees an object: neither it nor anything around it was revoked. */
  boolean sees(String objectId) {
    if (revoked.isEmpty()) {
      return true;
    }
    String current = objectId;
    for (int depth = 0; depth < DEEPEST && !current.isEmpty(); depth++) {
      if (revoked.contains(current)) {
        return false;
      }
      current = parentOf(current).id();
    }
    return true;
  }

  Parent parentOf(String objectId) {
    PageRecord page = pages.get(objectId);
    if (page != null) {
      return page.state().parent();
    }
    DataSourceRecord source = dataSources.get(objectId);
    if (source != null) {
      return Parent.database(source.databaseId);
    }
    DatabaseRecord database = databases.get(objectId);
    return database == null ? Parent.workspace() : database.parent;
  }

  PageRecord visiblePage(String pageId) {
    PageRecord page = page(pageId);
    if (page == null || !sees(pageId)) {
      throw NotionError.notFound("page", pageId);
    }
    return page;
  }

  DataSourceRecord visibleSource(String sourceId) {
    DataSourceRecord source = dataSources.get(sourceId);
    if (source == null || !sees(sourceId)) {
      throw NotionError.notFound("data source", sourceId);
    }
    return source;
  }

  DatabaseRecord visibleDatabase(String databaseId) {
    DatabaseRecord database = databases.get(databaseId);
    if (database == null || !sees(databaseId)) {
      throw NotionError.notFound("database", databaseId);
    }
    return database;
  }
}
