package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Secret;

/**
 * The way in to Airtable from code.
 *
 * <pre>{@code
 * Entity tasks = Airtable.connect(Secret.env("AIRTABLE_TOKEN")).table("Projects/Tasks");
 * }</pre>
 *
 * <p>The token needs the base among its resources, and the scopes {@code schema.bases:read}, {@code
 * data.records:read} and, for a sync that writes, {@code data.records:write}; a webhook needs {@code
 * webhook:manage}. The user that the token belongs to must have these rights in the base.
 */
public final class Airtable {

  /** The platform's name. */
  public static final String PLATFORM = "airtable";

  private Airtable() {}

  /**
   * Returns a connection with the default settings. Does no I/O.
   *
   * @param token a personal access token, or an OAuth access token
   */
  public static AirtableConnection connect(Secret token) {
    return AirtableConnection.withDefaults(token);
  }
}
