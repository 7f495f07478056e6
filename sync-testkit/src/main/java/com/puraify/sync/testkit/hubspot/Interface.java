package com.puraify.sync.testkit.hubspot;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What people can do: the part of the simulator behind its Java handles. */
final class Interface {
  final Portal portal;
  final RecordWrites writes;
  final Removals removals;
  final Links links;
  private SimulatedOwner actor;

  Interface(Portal portal, RecordWrites writes, Removals removals, Links links) {
    this.portal = portal;
    this.writes = writes;
    this.removals = removals;
    this.links = links;
    this.actor = portal.people;
  }

  /** Does what a person wants; what HubSpot refuses, the person is told as a bad argument. */
  <T extends @Nullable Object> T by(Supplier<T> work) {
    try {
      return portal.locked(work);
    } catch (HubSpotError e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  void actAs(SimulatedOwner person) {
    this.actor = person;
  }

  SimulatedOwner actor() {
    return actor;
  }

  Author author() {
    return Author.person(actor.userId());
  }
}
