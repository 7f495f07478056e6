package com.puraify.sync.testkit.world;

import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.List;

/** What becomes of pages on their way: they stop early, shift, or repeat what went before. */
final class Pages {

  private final Vault vault;

  Pages(Vault vault) {
    this.vault = vault;
  }

  Page twisted(
      Trouble trouble, Side side, ReadRequest request, Page page, List<Page.Change> earlier) {
    List<Page.Change> changes = new ArrayList<>(page.changes());
    return switch (trouble.kind()) {
      case CUT_OFF ->
          new Page(
              changes.subList(0, changes.size() / 2),
              new Page.CutOff("the platform stopped listing"));
      case REPEAT -> {
        changes.addAll(0, earlier);
        yield new Page(changes, page.next());
      }
      case SHIFT -> {
        if (request.scope() == ReadRequest.Scope.ALL && !changes.isEmpty()) {
          int at = trouble.detail() % changes.size();
          if (isLinked(vault.store(), side, changes.get(at).id())) {
            changes.remove(at);
          }
        }
        yield new Page(changes, page.next());
      }
      default -> page;
    };
  }

  private static boolean isLinked(StateStore store, Side side, String id) {
    return !store.links(SyncShape.ID, side, List.of(id)).isEmpty();
  }
}
