package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One page write being checked. Options that it would add to the schema wait until {@link #commit},
 * so that a refused write changes nothing.
 */
final class Writing {
  /** No limit: what a person may do in the interface. */
  private static final int UNLIMITED = Integer.MAX_VALUE;

  private static final Set<String> ECHOES =
      Set.of("id", "object", "plain_text", "href", "has_more");

  private record NewOption(PropertySpec property, Option option) {}

  private final Workspace workspace;
  private final boolean byPerson;
  private final List<NewOption> newOptions = new ArrayList<>();

  Writing(Workspace workspace, boolean byPerson) {
    this.workspace = workspace;
    this.byPerson = byPerson;
  }

  Workspace workspace() {
    return workspace;
  }

  boolean byPerson() {
    return byPerson;
  }

  /** Returns a limit of the API; people are not bound by it. */
  int limit(int api) {
    return byPerson ? UNLIMITED : api;
  }

  /** Demands an object with these keys only; read-only ones of answers pass if that is allowed. */
  JsonNode object(String path, JsonNode node, Set<String> keys) {
    boolean lenient = byPerson || workspace.quirks.echoesIgnored();
    Set<String> allowed =
        lenient ? Stream.concat(keys.stream(), ECHOES.stream()).collect(Collectors.toSet()) : keys;
    return Shape.object(path, node, allowed);
  }

  /** Returns the option of this name, a waiting one too, or lets a new one wait. */
  Option optionNamed(PropertySpec property, String name) {
    if (name.indexOf(',') >= 0) {
      throw NotionError.validation("Invalid select option, commas not allowed: " + name);
    }
    Option existing = property.optionNamed(name);
    if (existing != null) {
      return existing;
    }
    for (NewOption waiting : newOptions) {
      if (waiting.property == property
          && PropertySpec.fold(waiting.option.name()).equals(PropertySpec.fold(name))) {
        return waiting.option;
      }
    }
    Option option = new Option(workspace.ids.object(), name, workspace.ids.colour(), null);
    newOptions.add(new NewOption(property, option));
    return option;
  }

  /** Adds the waiting options to their properties. */
  void commit() {
    newOptions.forEach(n -> n.property.options.add(n.option));
    newOptions.clear();
  }
}
