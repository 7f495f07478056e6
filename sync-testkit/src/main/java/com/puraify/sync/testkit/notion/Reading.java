package com.puraify.sync.testkit.notion;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page being looked at.
 *
 * @param asBot whether the connection looks, who does not see everything; a person does
 * @param inline the most references shown or computed over
 */
record Reading(Workspace workspace, PageRecord page, PageState state, boolean asBot, int inline) {

  static Reading byPerson(Workspace workspace, PageRecord page) {
    return new Reading(workspace, page, page.state(), false, Integer.MAX_VALUE);
  }

  static Reading byBot(Workspace workspace, PageRecord page, PageState state) {
    return new Reading(workspace, page, state, true, workspace.quirks.inlineReferences());
  }

  Reading complete() {
    return new Reading(workspace, page, state, asBot, Integer.MAX_VALUE);
  }

  /** Returns the same look at another page, as it is now. */
  Reading at(PageRecord other) {
    return new Reading(workspace, other, other.state(), asBot, inline);
  }

  /** Returns the pages that a relation shows: all that exist, are not trashed and can be seen. */
  List<PageRecord> related(PropertySpec relation) {
    List<PageRecord> related = new ArrayList<>();
    var stored = state.value(relation);
    if (stored == null) {
      return related;
    }
    for (String id : Json.texts(stored)) {
      PageRecord target = workspace.page(id);
      if (target != null && !target.state().inTrash() && (!asBot || workspace.sees(id))) {
        related.add(target);
      }
    }
    return related;
  }

  @Nullable SimulatedUser user(String id) {
    return workspace.users.get(id);
  }
}
