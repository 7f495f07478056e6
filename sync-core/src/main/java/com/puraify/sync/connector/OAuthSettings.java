package com.puraify.sync.connector;

import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import java.net.URI;
import java.util.Objects;

/**
 * How calls are authorised whose token may have to be renewed. Immutable.
 *
 * <p>The credential is either a plain token, which is sent as it is and never renewed, or a JSON
 * object with the tokens of an OAuth grant:
 *
 * <pre>{@code
 * {"access_token": "…", "refresh_token": "…", "expires_at": "2026-01-31T12:00:00Z",
 *  "client_id": "…", "client_secret": "…", "account": "…"}
 * }</pre>
 *
 * <p>{@code expires_at} may be missing, or a number of seconds since 1970; {@code client_secret} is
 * missing for clients that have none. {@code account} is any lasting name of the account at the
 * platform, for projects that share one, and may be missing. Other members are kept.
 *
 * <p>The engine renews the tokens a minute before they expire, and once when the platform answers
 * 401; one renewal at a time for all syncs that use the credential. The new tokens are given to
 * {@link com.puraify.sync.host.CredentialProvider#store} before they are used.
 *
 * @param project the tenant whose credential it is
 * @param credentialName the name under which the host keeps it: the platform's
 * @param credential the token, or the tokens as JSON
 * @param tokenEndpoint where tokens are renewed, an http or https address
 * @param client how the client shows there who it is
 */
public record OAuthSettings(
    String project,
    String credentialName,
    Secret credential,
    URI tokenEndpoint,
    ClientAuthentication client) {

  /** How a client shows to the token endpoint who it is. */
  public enum ClientAuthentication {
    /**
     * By HTTP Basic authentication; a client without a secret, by {@code client_id} in the form.
     */
    BASIC,
    /** By {@code client_id} and {@code client_secret} in the form. */
    FORM
  }

  /**
   * Checks the address.
   *
   * @throws ConfigurationException if the token endpoint is not an http or https address
   */
  public OAuthSettings {
    Objects.requireNonNull(project, "project");
    Objects.requireNonNull(credentialName, "credentialName");
    Objects.requireNonNull(credential, "credential");
    Objects.requireNonNull(client, "client");
    String scheme = tokenEndpoint.getScheme();
    if (tokenEndpoint.getHost() == null
        || !("http".equals(scheme) || "https".equals(scheme))
        || tokenEndpoint.getRawUserInfo() != null
        || tokenEndpoint.getRawQuery() != null
        || tokenEndpoint.getRawFragment() != null) {
      throw new ConfigurationException(
          "tokenEndpoint",
          "must be an http or https address with a host, without password, query or fragment");
    }
  }

  /**
   * Returns the settings of a connection that a connector is asked for.
   *
   * @param platform the platform's name in lower case
   * @param settings what the connector was given
   * @param tokenEndpoint where tokens are renewed
   * @param client how the client shows there who it is
   */
  public static OAuthSettings of(
      String platform,
      ConnectionSettings settings,
      URI tokenEndpoint,
      ClientAuthentication client) {
    return new OAuthSettings(
        settings.project(), platform, settings.credential(), tokenEndpoint, client);
  }

  /**
   * Returns a short name for the account behind the credential, for its budget. It stays the same
   * when tokens are renewed: it is made of the {@code account} that the credential names, else of
   * the project; for a plain token it is {@link Secret#account}.
   *
   * @throws ConfigurationException if the credential comes from an environment variable that is not
   *     set
   */
  public String account() {
    Json tokens = grant(credential);
    if (tokens.isMissing()) {
      return credential.account();
    }
    String named = tokens.at("account").isText() ? tokens.at("account").text() : "";
    return Secret.of("oauth\n" + credentialName + "\n" + (named.isBlank() ? "\n" + project : named))
        .account();
  }

  private static Json grant(Secret credential) {
    String text = credential.reveal().strip();
    if (!text.startsWith("{")) {
      return Json.MISSING;
    }
    try {
      return Json.parse(text);
    } catch (ConnectorException e) {
      // Nothing of the parser's message: it quotes what it stumbled upon.
      throw new ConfigurationException(
          "credential", "begins like JSON and is none; store the OAuth tokens as a JSON object");
    }
  }
}
