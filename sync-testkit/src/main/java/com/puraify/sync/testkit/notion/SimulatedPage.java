package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A page as people see it. A handle: it holds no state of its own. Thread-safe. */
public final class SimulatedPage {
  private final Interface people;
  private final String id;

  SimulatedPage(Interface people, String id) {
    this.people = people;
    this.id = id;
  }

  /** Returns the id of the page, dashed and in lower case. */
  public String id() {
    return id;
  }

  /** Returns the title as plain text. */
  public String title() {
    return with(page -> RichText.plain(page.state().values().get("title")));
  }

  /** Whether the page exists: pages in the trash do for 30 days. */
  public boolean exists() {
    return people.workspace.locked(() -> people.workspace.page(id) != null);
  }

  /** Whether the page is in the trash. */
  public boolean inTrash() {
    return with(page -> page.state().inTrash());
  }

  /** Whether the page is archived. */
  public boolean isArchived() {
    return with(page -> page.state().archived());
  }

  /** Returns the exact time of the last edit, seconds included, which the API never shows. */
  public Instant editedAt() {
    return with(page -> page.state().editedAt());
  }

  /** Returns the id of the user who made the last edit. */
  public String editedBy() {
    return with(page -> page.state().editedBy());
  }

  /**
   * Returns one value as plain Java, complete and computed: a String for texts, choices and dates
   * (a range as {@code start/end}), a BigDecimal for numbers, a Boolean for checkboxes, a List of
   * strings for multi-selects (names), people, relations (ids) and files, and null for empty.
   */
  public @Nullable Object value(String nameOrId) {
    return read(
        reading -> {
          PropertySpec property = find(reading, nameOrId);
          return property.behaviour().logical(reading, property);
        });
  }

  /** Returns all values by property name, in the order of the schema; see {@link #value}. */
  public Map<String, @Nullable Object> values() {
    return read(
        reading -> {
          Map<String, @Nullable Object> values = new LinkedHashMap<>();
          for (PropertySpec property : PageView.properties(people.workspace, reading.state())) {
            values.put(property.name, property.behaviour().logical(reading, property));
          }
          return Collections.unmodifiableMap(values);
        });
  }

  /** Returns one value as the newest API shows it, but complete. */
  public JsonNode json(String nameOrId) {
    return read(
        reading -> {
          PropertySpec property = find(reading, nameOrId);
          return property.behaviour().show(reading, property);
        });
  }

  /**
   * Edits one value as a person.
   *
   * @param value null to empty it; a JsonNode in the API's own form; or a String for texts,
   *     choices, dates (ISO 8601, a range as {@code start/end}) and files (an address), a Number, a
   *     Boolean, a LocalDate, Instant or OffsetDateTime, a Collection for multi-selects, people,
   *     relations and files, whose items may be strings, SimulatedUsers and SimulatedPages
   * @throws IllegalArgumentException if the property does not exist or cannot hold the value
   */
  public void set(String nameOrId, @Nullable Object value) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put(nameOrId, value);
    set(values);
  }

  /** Edits several values at once, as {@link #set(String, Object)} does. */
  public void set(Map<String, ? extends @Nullable Object> values) {
    run(
        page -> {
          DataSourceRecord source = people.workspace.sourceOf(page.state());
          Writing writing = new Writing(people.workspace, true);
          people.writes.edit(
              page, accept(source, writing, values), state -> state, writing, people.actor.id());
        });
  }

  /** Checks values as a person gives them, and returns their stored forms by property id. */
  static Map<String, @Nullable JsonNode> accept(
      @Nullable DataSourceRecord source,
      Writing writing,
      Map<String, ? extends @Nullable Object> values) {
    ObjectNode properties = Json.object();
    values.forEach(
        (name, value) -> {
          PropertySpec property = source == null ? null : source.property(name);
          String type = property == null ? "title" : property.type;
          properties.putObject(name).set(type, Conversions.written(type, value));
        });
    try {
      return new PropertyWrites(writing, source).accept("page", properties);
    } catch (NotionError e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Adds an uploaded file to a files property; its address expires and differs in every read. */
  public void upload(String nameOrId, String fileName) {
    run(
        page -> {
          PropertySpec property = find(Reading.byPerson(people.workspace, page), nameOrId);
          var files = Json.array();
          JsonNode present = page.state().value(property);
          if (present != null) {
            present.forEach(files::add);
          }
          files.add(FilesProperty.uploaded(people.workspace, fileName));
          Map<String, @Nullable JsonNode> change = new LinkedHashMap<>();
          change.put(property.id, files);
          people.writes.edit(
              page, change, state -> state, new Writing(people.workspace, true), people.actor.id());
        });
  }

  /** Puts the page in the trash. */
  public void trash() {
    run(page -> people.writes.trash(page, true, people.actor.id()));
  }

  /** Takes the page out of the trash. */
  public void restore() {
    run(page -> people.writes.trash(page, false, people.actor.id()));
  }

  /** Archives the page: it stays as it is, but ordinary queries do not show it. */
  public void archive() {
    run(page -> people.writes.edit(page, state -> state.archived(true), people.actor.id()));
  }

  /** Takes the page out of the archive. */
  public void unarchive() {
    run(page -> people.writes.edit(page, state -> state.archived(false), people.actor.id()));
  }

  /** Deletes the page for good. */
  public void purge() {
    run(people.workspace::remove);
  }

  /** Moves the page to another data source; values of equal name and type come along. */
  public void moveTo(SimulatedDataSource target) {
    run(page -> people.writes.move(page, Parent.dataSource(target.id()), people.actor.id()));
  }

  /** Moves the page out of its data source and under another page. */
  public void moveTo(SimulatedPage target) {
    run(page -> people.writes.move(page, Parent.page(target.id()), people.actor.id()));
  }

  /** Takes the connection's access to this page and everything under it away. */
  public void revokeAccess() {
    run(page -> people.workspace.revoke(id));
  }

  /** Gives the connection its access back. */
  public void restoreAccess() {
    run(page -> people.workspace.grant(id));
  }

  /** Lets the API show the page as a bare object and id, without properties, or in full again. */
  public void showPartially(boolean on) {
    run(
        page -> {
          page.shownPartially = on;
          people.workspace.touched();
        });
  }

  private static PropertySpec find(Reading reading, String nameOrId) {
    List<PropertySpec> properties = PageView.properties(reading.workspace(), reading.state());
    return properties.stream()
        .filter(property -> property.isCalled(nameOrId))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the page has no property " + nameOrId));
  }

  private <T extends @Nullable Object> T read(Function<Reading, T> work) {
    return with(page -> work.apply(Reading.byPerson(people.workspace, page)));
  }

  private void run(Consumer<PageRecord> work) {
    with(
        page -> {
          work.accept(page);
          return true;
        });
  }

  private <T extends @Nullable Object> T with(Function<PageRecord, T> work) {
    return people.workspace.locked(
        () -> {
          PageRecord page = people.workspace.page(id);
          if (page == null) {
            throw new IllegalStateException("the page " + id + " is gone");
          }
          return work.apply(page);
        });
  }

  /** Two handles are equal when they are of the same page. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SimulatedPage page && page.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "page " + id;
  }
}
