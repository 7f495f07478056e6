package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Creates and changes pages, for the API and for people alike. */
final class PageWrites {
  private final Workspace workspace;

  PageWrites(Workspace workspace) {
    this.workspace = workspace;
  }

  /** Creates a page; what {@code changes} does not name starts as its type says. */
  PageRecord create(
      Parent parent, Map<String, @Nullable JsonNode> changes, Writing writing, String author) {
    Instant now = workspace.now();
    DataSourceRecord source =
        parent.kind() == Parent.Kind.DATA_SOURCE ? workspace.dataSources.get(parent.id()) : null;
    PageState empty =
        new PageState(
            now, parent, Map.of(), now, author, null, false, false, Json.nothing(), Json.nothing());
    String id = workspace.ids.object();
    PageRecord page =
        new PageRecord(id, workspace.ids.scatter(id), empty.withValues(initial(source, changes)));
    writing.commit();
    workspace.pages.put(id, page);
    if (source != null) {
      source.pages.add(page);
    }
    workspace.touched();
    workspace.events.created(page);
    backReferences(page, source, empty, page.state(), author);
    return page;
  }

  private static Map<String, @Nullable JsonNode> initial(
      @Nullable DataSourceRecord source, Map<String, @Nullable JsonNode> changes) {
    Map<String, @Nullable JsonNode> values = new LinkedHashMap<>();
    if (source != null) {
      for (PropertySpec property : source.properties) {
        values.put(property.id, property.behaviour().initial(property, source));
      }
    }
    values.putAll(changes);
    return values;
  }

  /** Changes values, and with {@code more} the rest of the page, as one edit. */
  void edit(
      PageRecord page,
      Map<String, @Nullable JsonNode> changes,
      UnaryOperator<PageState> more,
      Writing writing,
      String author) {
    writing.commit();
    PageState before = page.state();
    PageState after = more.apply(before.withValues(changes));
    if (workspace.quirks.unchangedEditsCount() || !after.equals(before)) {
      after = after.edited(workspace.now(), author);
    }
    workspace.change(page, after);
    backReferences(page, workspace.sourceOf(before), before, after, author);
  }

  void edit(PageRecord page, UnaryOperator<PageState> change, String author) {
    edit(page, Map.of(), change, new Writing(workspace, true), author);
  }

  void trash(PageRecord page, boolean into, String author) {
    edit(page, state -> state.trashed(into ? workspace.now() : null), author);
  }

  /** Moves a page; values of properties with equal name and type come along. */
  void move(PageRecord page, Parent to, String author) {
    PageState before = page.state();
    DataSourceRecord from = workspace.sourceOf(before);
    PageState gone = before.moved(to);
    backReferences(page, from, before, gone, author);
    DataSourceRecord target =
        to.kind() == Parent.Kind.DATA_SOURCE ? workspace.dataSources.get(to.id()) : null;
    Writing writing = new Writing(workspace, true);
    Map<String, @Nullable JsonNode> values = new LinkedHashMap<>();
    values.put("title", before.values().get("title"));
    if (target != null && from != null) {
      values.putAll(initial(target, Map.of()));
      Reading old = Reading.byPerson(workspace, page);
      for (PropertySpec property : target.properties) {
        PropertySpec same = from.propertyNamed(property.name);
        JsonNode value = same == null ? null : Conversions.carry(old, same, property, writing);
        if (value != null) {
          values.put(property.id, value);
        }
      }
      values.put("title", before.values().get("title"));
    } else if (target != null) {
      values = initial(target, values);
    }
    writing.commit();
    PageState after = gone.withValues(values).edited(workspace.now(), author);
    workspace.change(page, after);
    if (target != null) {
      target.pages.add(page);
    }
    backReferences(page, target, gone, after, author);
  }

  /** Keeps the other sides of the two-way relations of a data source in step with a page of it. */
  private void backReferences(
      PageRecord page,
      @Nullable DataSourceRecord source,
      PageState before,
      PageState after,
      String author) {
    if (source == null) {
      return;
    }
    for (PropertySpec property : source.properties) {
      PropertySpec.Relation relation = property.relation;
      String other = relation == null ? null : relation.syncedPropertyId();
      if (other != null) {
        Set<String> old = ids(before.value(property));
        Set<String> now = ids(after.value(property));
        old.stream()
            .filter(id -> !now.contains(id))
            .forEach(id -> link(id, other, page, false, author));
        now.stream()
            .filter(id -> !old.contains(id))
            .forEach(id -> link(id, other, page, true, author));
      }
    }
  }

  private void link(String targetId, String property, PageRecord page, boolean on, String author) {
    PageRecord target = workspace.page(targetId);
    if (target == null) {
      return;
    }
    Set<String> ids = ids(target.state().values().get(property));
    if (on ? !ids.add(page.id) : !ids.remove(page.id)) {
      return;
    }
    Map<String, @Nullable JsonNode> change = new LinkedHashMap<>();
    change.put(property, ids.isEmpty() ? null : Json.array(ids));
    PageState linked = target.state().withValues(change);
    workspace.change(
        target,
        workspace.quirks.backReferencesCount() ? linked.edited(workspace.now(), author) : linked);
  }

  private static Set<String> ids(@Nullable JsonNode stored) {
    return stored == null ? new LinkedHashSet<>() : new LinkedHashSet<>(Json.texts(stored));
  }
}
