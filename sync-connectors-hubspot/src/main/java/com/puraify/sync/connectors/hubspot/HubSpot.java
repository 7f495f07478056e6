package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Secret;

/**
 * The way in to HubSpot from code.
 *
 * <pre>{@code
 * Entity contacts = HubSpot.connect(Secret.env("HUBSPOT_TOKEN")).contacts();
 * }</pre>
 *
 * <p>The token's app needs the scopes to read and write the objects that are synced ({@code
 * crm.objects.contacts.read}, {@code crm.objects.contacts.write} and so on) and to read their
 * properties ({@code crm.schemas.contacts.read}); for custom objects, {@code
 * crm.schemas.custom.read} too.
 */
public final class HubSpot {

  /** The platform's name. */
  public static final String PLATFORM = "hubspot";

  private HubSpot() {}

  /**
   * Returns a connection with the default settings. Does no I/O.
   *
   * @param token the access token of a private app; or the tokens of an installed public app as
   *     {@link com.puraify.sync.connector.OAuthSettings} describes them, which are renewed
   */
  public static HubSpotConnection connect(Secret token) {
    return HubSpotConnection.withDefaults(token);
  }
}
