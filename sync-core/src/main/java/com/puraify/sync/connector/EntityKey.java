package com.puraify.sync.connector;

import java.util.Objects;

/**
 * What identifies an entity for good. Immutable.
 *
 * @param platform the platform's name
 * @param account the account, such as {@link Secret#account()} or a database's address
 * @param id the platform's stable id of the entity
 */
public record EntityKey(String platform, String account, String id) {

  /** Checks that nothing is missing. */
  public EntityKey {
    Objects.requireNonNull(platform, "platform");
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(id, "id");
  }
}
