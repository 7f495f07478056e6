package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.OAuthSettings;
import com.puraify.sync.connector.Secret;
import java.net.URI;

/**
 * The way in to Airtable from code.
 *
 * <pre>{@code
 * Entity tasks = Airtable.connect(Secret.env("AIRTABLE_TOKEN")).table("Projects/Tasks");
 * }</pre>
 *
 * <p>The token needs the base among its resources, and the scopes {@code schema.bases:read}, {@code
 * data.records:read} and, for a sync that writes, {@code data.records:write}; a webhook needs
 * {@code webhook:manage}. The user that the token belongs to must have these rights in the base.
 */
public final class Airtable {

  /** The platform's name. */
  public static final String PLATFORM = "airtable";

  /** Where Airtable renews OAuth tokens. */
  public static final URI TOKEN_ENDPOINT = URI.create("https://airtable.com/oauth2/v1/token");

  private Airtable() {}

  /**
   * Returns a connection with the default settings. Does no I/O.
   *
   * @param token a personal access token, or an OAuth access token, which lasts an hour
   */
  public static AirtableConnection connect(Secret token) {
    return AirtableConnection.withDefaults(token);
  }

  /**
   * Returns a connection with the default settings, whose OAuth tokens the engine renews. Does no
   * I/O.
   *
   * <p>Airtable voids both the access token and the refresh token with each renewal, so the host's
   * credential provider must keep the new ones.
   *
   * @param oauth the tokens, and where they are renewed: see {@link #TOKEN_ENDPOINT}; Airtable
   *     takes a client's secret by HTTP Basic authentication
   */
  public static AirtableConnection connect(OAuthSettings oauth) {
    return AirtableConnection.withDefaults(oauth);
  }
}
