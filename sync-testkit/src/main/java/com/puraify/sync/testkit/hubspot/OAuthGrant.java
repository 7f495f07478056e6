package com.puraify.sync.testkit.hubspot;

/**
 * What an OAuth app has after a person has installed it. Immutable.
 *
 * @param clientId the app's id
 * @param clientSecret the app's secret; webhooks are signed with it
 * @param redirectUri the address that the code was sent to
 * @param code the authorization code, good for one exchange
 * @param refreshToken the refresh token, as if the code had been exchanged
 */
public record OAuthGrant(
    String clientId, String clientSecret, String redirectUri, String code, String refreshToken) {

  /** Names the app, and keeps its secrets. */
  @Override
  public String toString() {
    return "OAuthGrant[clientId=" + clientId + "]";
  }
}
