package com.puraify.sync.testkit.airtable;

import org.jspecify.annotations.Nullable;

/**
 * What an OAuth integration holds for a user. Immutable.
 *
 * @param clientId the id of the integration
 * @param clientSecret its secret, or null when it has none
 * @param accessToken opens the API for an hour
 * @param refreshToken gives the next pair, once
 */
public record OauthTokens(
    String clientId, @Nullable String clientSecret, String accessToken, String refreshToken) {}
