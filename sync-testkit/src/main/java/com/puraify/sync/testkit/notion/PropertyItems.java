package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** {@code GET /v1/pages/{page_id}/properties/{property_id}}: the full value of one property. */
final class PropertyItems {
  private static final Set<String> LISTS = Set.of("title", "rich_text", "people", "relation");

  private final Workspace workspace;
  private final Paging paging;
  private final Supplier<URI> base;

  PropertyItems(Workspace workspace, Paging paging, Supplier<URI> base) {
    this.workspace = workspace;
    this.paging = paging;
    this.base = base;
  }

  ObjectNode retrieve(Call call) {
    call.query("start_cursor", "page_size");
    PageRecord page = workspace.visiblePage(call.id("page_id"));
    String id = call.parameter("property_id");
    PropertySpec property =
        PageView.properties(workspace, page.state()).stream()
            .filter(p -> p.id.equals(id))
            .findFirst()
            .orElseThrow(() -> NotionError.noProperty(id));
    Reading reading = Reading.byBot(workspace, page, page.state()).complete();
    if (LISTS.contains(property.type)) {
      return list(call, reading, property);
    }
    if (property.type.equals("rollup")) {
      return rollup(call, reading, property);
    }
    return item(property, property.behaviour().show(reading, property));
  }

  private static ObjectNode item(PropertySpec property, JsonNode value) {
    ObjectNode item = Json.object().put("object", "property_item").put("id", property.encodedId());
    item.put("type", property.type).set(property.type, value);
    return item;
  }

  private ObjectNode list(Call call, Reading reading, PropertySpec property) {
    Supplier<List<JsonNode>> all =
        () -> {
          List<JsonNode> values = new ArrayList<>();
          property.behaviour().show(reading, property).forEach(values::add);
          return values;
        };
    ObjectNode answer =
        paging.page(
            bound(reading, property),
            call.queried("start_cursor"),
            call.pageSize(),
            all,
            value -> item(property, value));
    return describe(call, answer, property, Json.object());
  }

  /** Pages the related pages; only the last page of them holds the value, computed over all. */
  private ObjectNode rollup(Call call, Reading reading, PropertySpec property) {
    PropertySpec relation = RollupProperty.relation(reading, property);
    PropertySpec target = RollupProperty.target(reading, property);
    String function = property.rollup == null ? "" : property.rollup.function();
    boolean originals = function.equals("show_original") && target != null;
    List<PageRecord> related = RollupProperty.related(reading, property);
    ObjectNode answer =
        paging.page(
            bound(reading, property),
            call.queried("start_cursor"),
            call.pageSize(),
            () -> related,
            page ->
                originals && target != null
                    ? item(target, target.behaviour().show(reading.at(page), target))
                    : item(
                        relation == null ? property : relation, Json.object().put("id", page.id)));
    ObjectNode value;
    if (answer.path("has_more").booleanValue()) {
      value = Json.object().put("type", "incomplete").put("function", function);
      value.putObject("incomplete");
    } else {
      value = RollupProperty.value(reading, property, originals ? List.of() : related);
    }
    return describe(call, answer, property, value);
  }

  private static String bound(Reading reading, PropertySpec property) {
    return "property " + reading.page().id + " " + property.id;
  }

  private ObjectNode describe(
      Call call, ObjectNode answer, PropertySpec property, ObjectNode value) {
    ObjectNode described = answer.put("type", "property_item").putObject("property_item");
    described.put("id", property.encodedId());
    JsonNode cursor = answer.path("next_cursor");
    described.put(
        "next_url",
        cursor.isNull()
            ? null
            : base.get() + call.request().path() + "?start_cursor=" + cursor.asText());
    described.put("type", property.type).set(property.type, value);
    return answer;
  }
}
