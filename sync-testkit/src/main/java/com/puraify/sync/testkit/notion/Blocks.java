package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code /v1/blocks}, as far as pages need it: a page or database as a block, deleting it, and a
 * flat list of simple blocks as the content of a page.
 */
final class Blocks {
  private static final int MOST = 100;
  private static final Set<String> TEXT_TYPES =
      Set.of(
          "paragraph",
          "heading_1",
          "heading_2",
          "heading_3",
          "bulleted_list_item",
          "numbered_list_item",
          "quote",
          "to_do",
          "toggle",
          "callout",
          "code");

  private final Workspace workspace;
  private final PageWrites writes;
  private final Paging paging;

  Blocks(Workspace workspace, PageWrites writes, Paging paging) {
    this.workspace = workspace;
    this.writes = writes;
    this.paging = paging;
  }

  ObjectNode retrieve(Call call) {
    call.query();
    String id = call.id("block_id");
    return workspace.databases.containsKey(id)
        ? database(workspace.visibleDatabase(id), call.version())
        : page(workspace.visiblePage(id), call.version());
  }

  ObjectNode delete(Call call) {
    call.query();
    String id = call.id("block_id");
    if (workspace.databases.containsKey(id)) {
      DatabaseRecord database = workspace.visibleDatabase(id);
      if (database.inTrash) {
        throw NotionError.inTrash();
      }
      database.inTrash = true;
      workspace.touched();
      return database(database, call.version());
    }
    PageRecord page = workspace.visiblePage(id);
    if (page.state().inTrash()) {
      throw NotionError.inTrash();
    }
    writes.trash(page, true, workspace.bot.id());
    return page(page, call.version());
  }

  ObjectNode children(Call call) {
    call.query("start_cursor", "page_size");
    PageRecord page = workspace.visiblePage(call.id("block_id"));
    ObjectNode answer =
        paging.page(
            "children " + page.id,
            call.queried("start_cursor"),
            call.pageSize(),
            () -> List.copyOf(page.blocks),
            block -> block);
    answer.put("type", "block").putObject("block");
    return answer;
  }

  ObjectNode appendChildren(Call call) {
    call.query();
    String where = call.version().knowsArchived() ? "after" : "position";
    JsonNode body = Shape.object("body", call.body(), Set.of("children", where));
    Shape.defined("body.children", body.path("children"));
    PageRecord page = workspace.visiblePage(call.id("block_id"));
    if (page.state().inTrash()) {
      throw NotionError.inTrash();
    }
    List<ObjectNode> added = parse("body.children", body.path("children"));
    append(page, added);
    writes.edit(page, state -> state, workspace.bot.id());
    ObjectNode answer = Json.object().put("object", "list");
    ArrayNode results = answer.putArray("results");
    added.forEach(results::add);
    answer.putNull("next_cursor").put("has_more", false);
    answer.put("type", "block").putObject("block");
    return answer;
  }

  /** Checks blocks of text; they get their ids when they are appended. */
  List<ObjectNode> parse(String path, JsonNode children) {
    List<ObjectNode> blocks = new ArrayList<>();
    if (children.isMissingNode()) {
      return blocks;
    }
    Shape.array(path, children, MOST);
    for (int i = 0; i < children.size(); i++) {
      String inner = path + "[" + i + "]";
      JsonNode child = Shape.object(inner, children.get(i));
      String type =
          TEXT_TYPES.stream()
              .filter(child::has)
              .findFirst()
              .orElseThrow(() -> Shape.bad(inner + ".paragraph", "defined", null));
      Shape.object(inner, child, Set.of("object", "type", type));
      JsonNode spans = child.path(type).path("rich_text");
      Writing writing = new Writing(workspace, false);
      ObjectNode body = Json.object();
      body.set("rich_text", RichText.accept(writing, inner + "." + type + ".rich_text", spans));
      body.put("color", child.path(type).path("color").asText("default"));
      ObjectNode block = Json.object().put("object", "block").put("type", type);
      blocks.add(block.set(type, body));
    }
    return blocks;
  }

  void append(PageRecord page, List<ObjectNode> blocks) {
    String now = Dates.minute(workspace.now());
    for (ObjectNode block : blocks) {
      block.put("id", workspace.ids.object());
      block.set("parent", PageView.parent(workspace, Parent.page(page.id)));
      block.put("created_time", now).put("last_edited_time", now);
      block.set("created_by", UserView.partial(workspace.bot.id()));
      block.set("last_edited_by", UserView.partial(workspace.bot.id()));
      block.put("has_children", false).put("in_trash", false);
      page.blocks.add(block);
    }
  }

  private ObjectNode page(PageRecord page, ApiVersion version) {
    PageState state = page.state();
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    fields.put("id", Json.text(page.id));
    fields.put("parent", PageView.parent(workspace, state.parent()));
    fields.put("created_time", Json.text(Dates.minute(page.createdAt)));
    fields.put("last_edited_time", Json.text(Dates.minute(state.editedAt())));
    fields.put("created_by", UserView.partial(page.createdBy));
    fields.put("last_edited_by", UserView.partial(state.editedBy()));
    String title = PageView.title(workspace, page);
    ObjectNode block = PageView.block(version, "child_page", title, fields, state.inTrash());
    return block.put("has_children", !page.blocks.isEmpty());
  }

  private ObjectNode database(DatabaseRecord database, ApiVersion version) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    fields.put("id", Json.text(database.id));
    fields.put("parent", PageView.parent(workspace, database.parent));
    fields.put("created_time", Json.text(Dates.minute(database.createdAt)));
    fields.put("last_edited_time", Json.text(Dates.minute(database.editedAt)));
    String title = RichText.plain(database.title);
    return PageView.block(version, "child_database", title, fields, database.inTrash);
  }
}
