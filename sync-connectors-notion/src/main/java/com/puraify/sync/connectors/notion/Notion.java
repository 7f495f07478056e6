package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Secret;

/**
 * The way in to Notion from code.
 *
 * <pre>{@code
 * Entity tasks = Notion.connect(Secret.env("NOTION_TOKEN")).dataSource("Tasks");
 * }</pre>
 *
 * <p>The data source must be shared with the integration that the token belongs to (the page's
 * menu, Connections), and the integration needs the capabilities to read, update and insert
 * content, as far as the sync does these.
 */
public final class Notion {

  /** The platform's name. */
  public static final String PLATFORM = "notion";

  private Notion() {}

  /**
   * Returns a connection with the default settings. Does no I/O.
   *
   * @param token the secret of an internal integration, or an OAuth access token
   */
  public static NotionConnection connect(Secret token) {
    return NotionConnection.withDefaults(token);
  }
}
