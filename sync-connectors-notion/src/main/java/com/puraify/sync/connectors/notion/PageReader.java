package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Lookup.Reason;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes items of pages. Thread-safe.
 *
 * <p>What a page shows in part (long relations, many people, many mentions) is completed. What
 * Notion does not tell is left out of the item, which is not the same as empty: a formula or
 * roll-up that it cannot compute, and an empty relation to a data source that cannot be reached.
 */
final class PageReader {

  private final NotionApi api;
  private final DataSource source;
  private final RelationTargets targets;

  PageReader(NotionApi api, DataSource source, RelationTargets targets) {
    this.api = api;
    this.source = source;
    this.targets = targets;
  }

  /**
   * Reads a page of a query.
   *
   * @return the item; or that it is gone, with reason {@code UNKNOWN} for a page that Notion shows
   *     by its id alone because it may not be read
   */
  Lookup read(Json page, List<Property> wanted) {
    String id = NotionIds.normal(page.at("id").text());
    if (!page.at("properties").isObject()) {
      return Lookup.Gone.because(id, Reason.UNKNOWN);
    }
    if (page.at("in_trash").isTrue() || page.at("archived").isTrue()) {
      return Lookup.Gone.because(id, Reason.DELETED);
    }
    if (page.at("is_archived").isTrue()) {
      return Lookup.Gone.because(id, Reason.ARCHIVED);
    }
    try {
      return new Lookup.Found(item(id, page, fields(id, page, wanted, true)));
    } catch (ConnectorException e) {
      if (e.kind() == Kind.NOT_FOUND) { // while its long values were being completed
        return Lookup.Gone.because(id, Reason.UNKNOWN);
      }
      throw e;
    }
  }

  /**
   * Reads a page by its id, wherever it is now.
   *
   * @param id a UUID in the usual form
   */
  Lookup lookUp(String id, List<Property> wanted) {
    try {
      return whereabouts(page(id, NotionApi.Named.of(wanted, source)), wanted);
    } catch (ConnectorException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return Lookup.Gone.because(id, Reason.UNKNOWN);
      }
      throw e;
    }
  }

  private Json page(String id, NotionApi.Named named) {
    try {
      return api.page(id, named);
    } catch (ConnectorException e) {
      if (e.kind() == Kind.INVALID && !named.isAll()) {
        return api.page(id, NotionApi.Named.all()); // a page elsewhere has other properties
      }
      throw e;
    }
  }

  private Lookup whereabouts(Json page, List<Property> wanted) {
    String id = NotionIds.normal(page.at("id").text());
    String parent = page.at("parent", "data_source_id").textOrNull();
    if (parent != null && !NotionIds.normal(parent).equals(source.id())) {
      return Lookup.Gone.because(id, Reason.MOVED);
    }
    Lookup found = read(page, wanted);
    return found instanceof Lookup.Found && parent == null && !isInOurDatabase(page)
        ? Lookup.Gone.because(id, Reason.MOVED)
        : found;
  }

  private boolean isInOurDatabase(Json page) {
    String database = page.at("parent", "database_id").textOrNull();
    return database != null && NotionIds.normal(database).equals(source.databaseId());
  }

  /**
   * Reads a page that Notion returned for a write. No further call is made for a field that was not
   * written; if that would take one, the field is left out.
   *
   * @param written the ids of the fields that were written
   */
  Item after(Json page, Set<String> written) {
    String id = NotionIds.normal(page.at("id").text());
    List<Property> others =
        source.properties().stream().filter(p -> !written.contains(p.id())).toList();
    Fields theirs = fields(id, page, others, false);
    return item(id, page, fields(id, page, source.wanted(written), true).with(theirs));
  }

  private static Item item(String id, Json page, Fields fields) {
    return new Item(id, fields, edited(page), null);
  }

  private static @Nullable Instant edited(Json page) {
    String text = page.at("last_edited_time").textOrNull();
    try {
      return text == null ? null : DateCodec.moment(text, null);
    } catch (DateTimeException e) {
      throw new ConnectorException(
          Kind.PROTOCOL, "Notion's last_edited_time cannot be read: " + text, e);
    }
  }

  private Fields fields(String id, Json page, List<Property> wanted, boolean thorough) {
    Map<String, Json> shown = new HashMap<>();
    page.at("properties")
        .members()
        .forEach(
            (name, each) -> {
              String propertyId = Objects.requireNonNullElse(each.at("id").textOrNull(), name);
              Property property = source.property(propertyId);
              if (property != null) {
                shown.put(property.id(), each);
              }
            });
    Fields.Builder fields = Fields.builder();
    for (Property property : wanted) {
      Json content = shown.get(property.id());
      Value value =
          content == null
              ? null
              : isOverPart(property, shown)
                  ? thorough ? property.codec().read(computed(id, property)) : null
                  : value(id, property, content, thorough);
      if (value != null) {
        fields.put(property.id(), value);
      }
    }
    return fields.build();
  }

  /** Returns whether a roll-up was computed over the shown part of a longer relation. */
  private boolean isOverPart(Property property, Map<String, Json> shown) {
    Property relation = source.relationOf(property);
    Json pages = relation == null ? null : shown.get(relation.id());
    return pages != null && relation != null && relation.codec().isTruncated(pages);
  }

  private @Nullable Value value(String id, Property property, Json shown, boolean thorough) {
    String type = shown.at("type").textOrNull();
    if (type == null) {
      return null;
    }
    if (!property.type().equals(type)) {
      throw new ConnectorException(
          Kind.STALE,
          "the type of Notion's property '"
              + property.name()
              + "' is now "
              + type
              + ", no longer "
              + property.type()
              + ": its schema changed while it was being read; read it again");
    }
    try {
      if (property.codec().isTruncated(shown)) {
        return thorough ? property.codec().read(complete(id, property)) : null;
      }
      Json content = shown.at(type);
      Value value = content.isMissing() ? null : property.codec().read(content);
      return isTelling(property, value, thorough) ? value : null;
    } catch (ConnectorException e) {
      if (e.kind() != Kind.PROTOCOL) {
        throw e;
      }
      throw new ConnectorException(
          Kind.PROTOCOL,
          "page " + id + ", property '" + property.name() + "': " + e.getMessage(),
          e);
    }
  }

  private boolean isTelling(Property property, @Nullable Value value, boolean thorough) {
    if (!(property.codec() instanceof ReferencesCodec relation)
        || !(value instanceof Value.Many pages)) {
      return true;
    }
    String target = relation.target();
    if (target == null) {
      return true;
    }
    if (!pages.elements().isEmpty()) {
      targets.seen(target);
      return true;
    }
    return thorough ? targets.isReachable(target) : targets.isKnown(target);
  }

  private Json complete(String id, Property property) {
    List<Json> elements = new ArrayList<>();
    items(id, property, item -> elements.add(item.at(property.type())));
    return Json.array(elements);
  }

  /** Reads a roll-up over all pages of its relation: the end of the list tells what it comes to. */
  private Json computed(String id, Property property) {
    List<Json> elements = new ArrayList<>();
    Json result = items(id, property, elements::add).at("property_item", property.type());
    return "array".equals(result.at("type").textOrNull())
        ? Json.object(all -> all.put("type", "array").put("array", Json.array(elements)))
        : result;
  }

  /** Passes on the values of a property, and returns the last page of their list. */
  private Json items(String id, Property property, Consumer<Json> each) {
    String cursor = null;
    while (true) {
      Json list = api.propertyItems(id, property.id(), cursor);
      list.at("results").elements().forEach(each);
      cursor = NotionApi.nextCursor(list, cursor);
      if (cursor == null) {
        return list;
      }
    }
  }
}
