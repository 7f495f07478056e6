package com.puraify.sync.connectors.hubspot;

import java.util.Collection;

/** The names of properties that a call asks for. */
final class Names {

  /** How long an address may grow by them; HubSpot publishes no limit. */
  private static final int LONGEST = 4_000;

  private Names() {}

  /** Returns whether names fit into an address. */
  static boolean fit(Collection<String> names) {
    return names.stream().mapToInt(name -> name.length() + 3).sum() <= LONGEST;
  }
}
