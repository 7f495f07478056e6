package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A data source as people see it. A handle: it holds no state of its own. Thread-safe. */
public final class SimulatedDataSource {
  private final Interface people;
  private final String id;

  SimulatedDataSource(Interface people, String id) {
    this.people = people;
    this.id = id;
  }

  /** Returns the id of the data source. */
  public String id() {
    return id;
  }

  /** Returns the id of the database around it. */
  public String databaseId() {
    return with(source -> source.databaseId);
  }

  /** Returns the title. */
  public String title() {
    return with(DataSourceRecord::name);
  }

  /** Gives the data source another title. */
  public void rename(String title) {
    edit(source -> source.title = RichText.of(title));
  }

  /** Adds a page with a title and nothing else. */
  public SimulatedPage add(String title) {
    return add(title, Map.of());
  }

  /**
   * Adds a page.
   *
   * @param values values by property name or id; see {@link SimulatedPage#set(String, Object)}
   */
  public SimulatedPage add(String title, Map<String, ?> values) {
    return with(
        source -> {
          Writing writing = new Writing(people.workspace, true);
          Map<String, Object> all = new LinkedHashMap<>(values);
          all.put("title", title);
          Map<String, @Nullable JsonNode> changes = SimulatedPage.accept(source, writing, all);
          PageRecord page =
              people.writes.create(
                  Parent.dataSource(source.id), changes, writing, people.actor.id());
          return new SimulatedPage(people, page.id);
        });
  }

  /** Returns the pages that are neither in the trash nor archived, the oldest first. */
  public List<SimulatedPage> pages() {
    return pages(state -> !state.inTrash() && !state.archived());
  }

  /** Returns all pages that still exist, also those in the trash and in the archive. */
  public List<SimulatedPage> allPages() {
    return pages(state -> true);
  }

  private List<SimulatedPage> pages(Predicate<PageState> wanted) {
    return with(
        source ->
            List.copyOf(source.pages).stream()
                .filter(page -> page.state().parent().id().equals(id))
                .filter(page -> people.workspace.page(page.id) != null)
                .filter(page -> wanted.test(page.state()))
                .map(page -> new SimulatedPage(people, page.id))
                .toList());
  }

  /**
   * Returns the only live page with this title.
   *
   * @throws IllegalArgumentException if there is none, or more than one
   */
  public SimulatedPage page(String title) {
    List<SimulatedPage> found =
        pages().stream().filter(page -> page.title().equals(title)).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          found.size() + " pages are called " + title + "; there must be one");
    }
    return found.get(0);
  }

  /**
   * Returns a property by its name or id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SimulatedProperty property(String nameOrId) {
    return with(source -> new SimulatedProperty(people, id, find(source, nameOrId).id));
  }

  static PropertySpec find(DataSourceRecord source, String nameOrId) {
    PropertySpec property = source.property(nameOrId);
    if (property == null) {
      throw new IllegalArgumentException(source.name() + " has no property " + nameOrId);
    }
    return property;
  }

  /** Returns the names of the properties. */
  public List<String> propertyNames() {
    return with(source -> source.properties.stream().map(p -> p.name).toList());
  }

  /** Adds properties; pages that exist get their numbers and default statuses. */
  public void extend(Consumer<SchemaDraft> more) {
    edit(
        source -> {
          List<PropertySpec> before = List.copyOf(source.properties);
          more.accept(new SchemaDraft(people, source));
          source.properties.stream()
              .filter(property -> !before.contains(property))
              .forEach(property -> people.schema.fill(source, property));
        });
  }

  /** Adds another data source to the same database. */
  public SimulatedDataSource addSibling(String title, Consumer<SchemaDraft> schema) {
    return with(source -> people.addDataSource(people.workspace.databaseOf(source), title, schema));
  }

  /** Puts the data source in the trash. */
  public void trash() {
    edit(source -> source.inTrash = true);
  }

  /** Takes the data source out of the trash. */
  public void restore() {
    edit(source -> source.inTrash = false);
  }

  /** Makes the data source a wiki, whose pages can be verified. */
  public void makeWiki() {
    edit(source -> source.wiki = true);
  }

  /** Takes the connection's access to the data source and all its pages away. */
  public void revokeAccess() {
    edit(source -> people.workspace.revoke(id));
  }

  /** Gives the connection its access back. */
  public void restoreAccess() {
    edit(source -> people.workspace.grant(id));
  }

  private void edit(Consumer<DataSourceRecord> change) {
    with(
        source -> {
          change.accept(source);
          source.editedAt = people.workspace.now();
          source.editedBy = people.actor.id();
          people.workspace.touched();
          people.workspace.events.schemaChanged(source, people.actor.id());
          return true;
        });
  }

  private <T> T with(Function<DataSourceRecord, T> work) {
    return people.workspace.locked(
        () -> {
          DataSourceRecord source = people.workspace.dataSources.get(id);
          if (source == null) {
            throw new IllegalStateException("the data source " + id + " is gone");
          }
          return work.apply(source);
        });
  }
}
