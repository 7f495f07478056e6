package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which of the data sources that relations point to can be reached.
 *
 * <p>A relation to a data source that is not shared reads empty, as if someone had cleared it. So
 * the first empty relation to each target makes sure, at the price of one call, that the target is
 * there; until it is known to be, an empty relation tells nothing. Thread-safe.
 */
final class RelationTargets {

  private final NotionApi api;
  private final Map<String, Boolean> reachable = new ConcurrentHashMap<>();

  /**
   * Creates the knowledge of a session.
   *
   * @param self the id of the data source that is open, which is reachable
   */
  RelationTargets(NotionApi api, String self) {
    this.api = api;
    reachable.put(self, true);
    reachable.put("", true); // the schema does not name the target: nothing can be asked
  }

  /** Notes that a relation to the target showed pages. */
  void seen(String target) {
    reachable.put(target, true);
  }

  /** Returns whether the target is known to be reachable, without asking. */
  boolean isKnown(String target) {
    return Boolean.TRUE.equals(reachable.get(target));
  }

  /** Returns whether the target was asked for and is out of reach. */
  boolean isOutOfReach(String target) {
    return Boolean.FALSE.equals(reachable.get(target));
  }

  /** Returns whether the target can be reached, asking once. */
  boolean isReachable(String target) {
    Boolean known = reachable.get(target);
    if (known == null) {
      known = ask(target);
      reachable.put(target, known);
    }
    return known;
  }

  private boolean ask(String target) {
    try {
      Json found = api.dataSource(target);
      return found.at("object").isText();
    } catch (ConnectorException e) {
      if (e.kind() == Kind.NOT_FOUND || e.kind() == Kind.PERMISSION || e.kind() == Kind.INVALID) {
        return false;
      }
      throw e;
    }
  }
}
