package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import java.util.List;

/**
 * The answer to a batch: what came of some of its objects, and what is wrong with others. Newer
 * versions answer both with the same status as a batch without errors, so the status tells nothing.
 * There may be objects of which it says nothing at all. Immutable.
 *
 * @param results what was read or written, in any order
 * @param problems what is wrong with others
 */
record BatchAnswer(List<Json> results, List<Problem> problems) {

  /**
   * Reads an answer.
   *
   * @throws ConnectorException of kind {@code PROTOCOL} if it is none
   */
  static BatchAnswer read(Json body) {
    if (!body.at("results").isArray()) {
      throw new ConnectorException(
          Kind.PROTOCOL, "HubSpot answered a batch with something that has no results");
    }
    return new BatchAnswer(
        body.at("results").elements(),
        body.at("errors").elements().stream().map(Problem::read).toList());
  }
}
