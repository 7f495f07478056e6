package com.puraify.sync.connector;

/**
 * One collection on one side of a sync: a table, a data source, an object type, a host's objects.
 *
 * <p>This is the description that a configuration holds; it does no I/O until it is opened.
 * Thread-safe.
 */
public interface Entity {

  /** Returns the platform's name in lower case, such as {@code "notion"} or {@code "sql"}. */
  String platform();

  /** Returns the name or id by which the entity was asked for. */
  String name();

  /**
   * Opens the entity for one run: finds it by its name and makes sure that it can be reached.
   *
   * @param context the engine's services for this run
   * @throws com.puraify.sync.error.ConnectorException if it does not exist or cannot be reached
   */
  EntitySession open(ConnectorContext context);
}
