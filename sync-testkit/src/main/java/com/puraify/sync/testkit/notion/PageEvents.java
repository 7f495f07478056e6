package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What happens in the workspace, collected for a while and told as its net effect, as Notion does.
 * Guarded by the lock of the workspace.
 */
final class PageEvents {
  private static final int MOST_NAMED = 100;

  private final Workspace workspace;
  private final Map<String, Story> pages = new LinkedHashMap<>();
  private final Map<String, Story> sources = new LinkedHashMap<>();
  private boolean listening;

  PageEvents(Workspace workspace) {
    this.workspace = workspace;
  }

  /** An event, as it is put into an envelope. */
  record Event(
      String type, String kind, String id, Instant at, Set<String> authors, ObjectNode data) {}

  /** What happened to one object since it was told last. */
  private static final class Story {
    private final Instant begun;
    private final Set<String> authors = new LinkedHashSet<>();
    private final Set<String> properties = new TreeSet<>();
    private final Set<String> rows = new LinkedHashSet<>();
    private Instant latest;
    private boolean created;
    private boolean gone;
    private boolean content;
    private boolean schema;
    private @Nullable Parent from;
    private Parent parent = Parent.workspace();
    private @Nullable Boolean trashed;
    private @Nullable Boolean locked;

    Story(Instant at) {
      this.begun = at;
      this.latest = at;
    }
  }

  /** Begins to collect: somebody wants to be told. */
  void listen() {
    listening = true;
  }

  void created(PageRecord page) {
    Story story = story(page, page.state());
    if (story != null) {
      story.created = true;
      row(page.state().parent(), page.id, page.state());
    }
  }

  void changed(PageRecord page, PageState before, PageState after) {
    Story story = after.equals(before.since(after.since())) ? null : story(page, after);
    if (story == null) {
      return;
    }
    Set<String> all = new TreeSet<>(before.values().keySet());
    all.addAll(after.values().keySet());
    boolean moved = !before.parent().equals(after.parent());
    if (moved) {
      story.from = story.from == null ? before.parent() : story.from;
      row(before.parent(), page.id, after);
      row(after.parent(), page.id, after);
    } else {
      for (String id : all) {
        if (!Objects.equals(before.values().get(id), after.values().get(id))) {
          story.content |= id.equals("title");
          story.properties.add(id);
        }
      }
    }
    if (before.inTrash() != after.inTrash()) {
      // Into the trash and out again is nothing.
      story.trashed = story.trashed == null ? after.inTrash() : null;
      row(after.parent(), page.id, after);
    }
    if (before.locked() != after.locked()) {
      story.locked = story.locked == null ? after.locked() : null;
    }
  }

  void removed(PageRecord page) {
    Story story = story(page, page.state());
    if (story != null && !page.state().inTrash()) {
      story.gone = true;
      row(page.state().parent(), page.id, page.state());
    }
  }

  void schemaChanged(DataSourceRecord source, String author) {
    if (listening && workspace.sees(source.id)) {
      Story story = sources.computeIfAbsent(source.id, each -> new Story(workspace.now()));
      story.latest = workspace.now();
      story.schema = true;
      story.authors.add(author);
    }
  }

  private @Nullable Story story(PageRecord page, PageState now) {
    if (!listening || !workspace.sees(page.id)) {
      return null;
    }
    Story story = pages.computeIfAbsent(page.id, id -> new Story(workspace.now()));
    story.latest = workspace.now();
    story.parent = now.parent();
    story.authors.add(now.editedBy());
    return story;
  }

  private void row(Parent source, String page, PageState now) {
    if (source.kind() == Parent.Kind.DATA_SOURCE) {
      Story story = sources.computeIfAbsent(source.id(), each -> new Story(workspace.now()));
      story.latest = workspace.now();
      story.rows.add(page);
      story.authors.add(now.editedBy());
    }
  }

  /** Returns and forgets what was collected for long enough. */
  List<Event> take(Duration aggregation) {
    List<Event> events = new ArrayList<>();
    due(pages, aggregation).forEach((id, story) -> events.addAll(ofPage(id, story)));
    due(sources, aggregation).forEach((id, story) -> events.addAll(ofSource(id, story)));
    return events;
  }

  private Map<String, Story> due(Map<String, Story> stories, Duration aggregation) {
    Map<String, Story> due = new LinkedHashMap<>();
    Instant now = workspace.now();
    for (Iterator<Map.Entry<String, Story>> all = stories.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<String, Story> next = all.next();
      if (!next.getValue().begun.plus(aggregation).isAfter(now)) {
        due.put(next.getKey(), next.getValue());
        all.remove();
      }
    }
    return due;
  }

  private List<Event> ofPage(String id, Story story) {
    boolean gone = story.gone || Boolean.TRUE.equals(story.trashed);
    if (story.created) {
      return gone ? List.of() : List.of(page("page.created", id, story));
    }
    List<Event> events = new ArrayList<>();
    if (gone) {
      return List.of(page("page.deleted", id, story));
    }
    if (Boolean.FALSE.equals(story.trashed)) {
      events.add(page("page.undeleted", id, story));
    }
    if (story.from != null && !story.from.equals(story.parent)) {
      events.add(page("page.moved", id, story));
    }
    if (story.locked != null) {
      events.add(page(story.locked ? "page.locked" : "page.unlocked", id, story));
    }
    if (story.content) {
      Event event = page("page.content_updated", id, story);
      event.data().putArray("updated_blocks");
      events.add(event);
    }
    if (story.properties.stream().anyMatch(each -> !each.equals("title"))) {
      Event event = page("page.properties_updated", id, story);
      ArrayNode named = event.data().putArray("updated_properties");
      story.properties.stream()
          .filter(each -> !each.equals("title"))
          .limit(MOST_NAMED)
          .forEach(each -> named.add(PropertySpec.encode(each)));
      events.add(event);
    }
    return events;
  }

  private Event page(String type, String id, Story story) {
    ObjectNode data = Json.object();
    data.set("parent", parent(story.parent));
    return new Event(type, "page", id, story.latest, story.authors, data);
  }

  private List<Event> ofSource(String id, Story story) {
    DataSourceRecord source = workspace.dataSources.get(id);
    if (source == null || !workspace.sees(id)) {
      return List.of();
    }
    List<Event> events = new ArrayList<>();
    if (story.schema) {
      events.add(source(source, "data_source.schema_updated", story));
    }
    if (!story.rows.isEmpty()) {
      Event event = source(source, "data_source.content_updated", story);
      ArrayNode blocks = event.data().putArray("updated_blocks");
      story.rows.stream()
          .limit(MOST_NAMED)
          .forEach(row -> blocks.addObject().put("id", row).put("type", "page"));
      events.add(event);
    }
    return events;
  }

  private Event source(DataSourceRecord source, String type, Story story) {
    ObjectNode data = Json.object();
    data.set("parent", parent(Parent.database(source.databaseId)));
    return new Event(type, "data_source", source.id, story.latest, story.authors, data);
  }

  private ObjectNode parent(Parent parent) {
    return switch (parent.kind()) {
      case WORKSPACE -> Json.object().put("id", workspace.id).put("type", "space");
      case PAGE -> Json.object().put("id", parent.id()).put("type", "page");
      case DATABASE -> Json.object().put("id", parent.id()).put("type", "database");
      case DATA_SOURCE -> {
        DataSourceRecord source = workspace.dataSources.get(parent.id());
        yield Json.object()
            .put("id", source == null ? "" : source.databaseId)
            .put("type", "database")
            .put("data_source_id", parent.id());
      }
    };
  }
}
