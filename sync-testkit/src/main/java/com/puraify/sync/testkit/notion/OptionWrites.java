package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks and applies the options of select, multi-select and status properties. */
final class OptionWrites {
  private static final int MOST = 100;
  private static final int LONGEST_NAME = 100;
  private static final Set<String> KEYS = Set.of("id", "name", "color", "description");
  private static final List<String> FIRST_STATUSES = List.of("Not started", "In progress", "Done");

  private final Workspace workspace;

  OptionWrites(Workspace workspace) {
    this.workspace = workspace;
  }

  /** The options given replace those that exist: what is left out is deleted. */
  Runnable configure(String path, PropertySpec property, JsonNode node) {
    boolean status = property.type.equals("status");
    Shape.object(path, node, status ? Set.of("options", "groups") : Set.of("options"));
    if (!node.has("options")) {
      return status && property.options.isEmpty()
          ? () -> status(property, FIRST_STATUSES)
          : () -> {};
    }
    String inner = path + ".options";
    JsonNode given = Shape.array(inner, node.path("options"), MOST);
    List<Option> options = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < given.size(); i++) {
      Option option = option(inner + "[" + i + "]", property, given.get(i));
      if (!names.add(PropertySpec.fold(option.name()))) {
        throw NotionError.validation("Duplicate select option: " + option.name());
      }
      options.add(option);
    }
    return () -> replace(property, options);
  }

  private Option option(String path, PropertySpec property, JsonNode node) {
    Shape.object(path, node, KEYS);
    Option existing = existing(path, property, node);
    JsonNode colour = node.path("color");
    if (!colour.isMissingNode() && !Ids.isColour(colour.asText())) {
      throw Shape.bad(path + ".color", "a color", colour);
    }
    JsonNode description = node.path("description");
    if (existing != null) {
      if (!colour.isMissingNode() && !colour.asText().equals(existing.colour())) {
        throw NotionError.validation(
            "Cannot update color of select with name: " + existing.name() + ".");
      }
      // A new name for an existing option is ignored, as the real API does.
      return description.isMissingNode()
          ? existing
          : new Option(existing.id(), existing.name(), existing.colour(), description.textValue());
    }
    String name = Shape.text(path + ".name", node.path("name"), 1, LONGEST_NAME);
    if (name.indexOf(',') >= 0) {
      throw NotionError.validation("Invalid select option, commas not allowed: " + name);
    }
    return new Option(
        workspace.ids.object(),
        name,
        colour.isMissingNode() ? workspace.ids.colour() : colour.asText(),
        description.textValue());
  }

  private static @Nullable Option existing(String path, PropertySpec property, JsonNode node) {
    JsonNode id = node.path("id");
    if (!id.isMissingNode()) {
      Option option = property.option(Shape.text(path + ".id", id, 1, LONGEST_NAME));
      if (option != null || !node.has("name")) {
        return option;
      }
    }
    return property.optionNamed(node.path("name").asText());
  }

  /** Makes these the options of a property. */
  void replace(PropertySpec property, List<Option> options) {
    property.options.clear();
    property.options.addAll(options);
    if (property.type.equals("status")) {
      regroup(property);
    }
  }

  /** Makes these the options of a new status property: the first is to do, the last is complete. */
  void status(PropertySpec property, List<String> names) {
    for (String name : names) {
      property.options.add(new Option(workspace.ids.object(), name, workspace.ids.colour(), null));
    }
    regroup(property);
    List<String> todo = property.groups.get(0).optionIds();
    int last = todo.size() - 1;
    for (int i = last; i > 0; i--) {
      property.groups.get(i == last ? 2 : 1).optionIds().add(0, todo.remove(i));
    }
  }

  /** Keeps the groups in step with the options: new ones are to do, deleted ones leave. */
  private void regroup(PropertySpec property) {
    if (property.groups.isEmpty()) {
      for (String name : SchemaTypes.statusGroups()) {
        property.groups.add(
            new PropertySpec.Group(
                workspace.ids.object(), name, workspace.ids.colour(), new ArrayList<>()));
      }
    }
    Set<String> grouped = new HashSet<>();
    for (PropertySpec.Group group : property.groups) {
      group.optionIds().removeIf(id -> property.option(id) == null);
      grouped.addAll(group.optionIds());
    }
    List<String> todo = property.groups.get(0).optionIds();
    property.options.stream()
        .map(Option::id)
        .filter(id -> !grouped.contains(id))
        .forEach(todo::add);
    if (property.defaultOptionId == null || property.option(property.defaultOptionId) == null) {
      property.defaultOptionId = property.options.isEmpty() ? null : property.options.get(0).id();
    }
  }
}
