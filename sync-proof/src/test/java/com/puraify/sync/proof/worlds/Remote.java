package com.puraify.sync.proof.worlds;

import com.puraify.sync.connector.Entity;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.simulator.Fault;
import com.puraify.sync.testkit.simulator.Faults;
import com.puraify.sync.testkit.simulator.Incoming;
import com.puraify.sync.testkit.simulator.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A platform as its connector and its people know it. Its items have titles that are unique. */
interface Remote extends AutoCloseable {

  /** Starts a simulator whose habits come from a seed, and which goes by a time. */
  @FunctionalInterface
  interface Starter {
    Remote start(SplittableRandom random, ManualTime time);
  }

  /** Returns the connector's entity. */
  Entity entity(Duration timeout);

  /** Returns what the title field is called. */
  String title();

  /** Returns what a field goes by here. */
  default String name(String id) {
    return id;
  }

  /** Returns where faults are put in. */
  Faults faults();

  /** Returns the latest requests, and forgets them. */
  List<RecordedRequest> requests();

  /** Returns a fault of the platform's own kind. */
  Fault ownFault(SplittableRandom random);

  /** Returns whether a request may change something. */
  boolean isWrite(Incoming request);

  /** Creates an item. */
  void add(String title, Map<Part, String> values);

  /** Edits an item, if there is one of that title. */
  boolean set(String title, Part part, String text);

  /** Deletes an item as people do, if there is one of that title. */
  boolean remove(String title);

  /** Does to items what only people of this platform can, if they can do anything. */
  boolean peculiar(String title, String other);

  /** Returns the titles and values of all items, in any order. */
  List<Held> items();

  @Override
  void close();

  /** What one item holds. */
  record Held(String title, Map<Part, String> values) {}
}
