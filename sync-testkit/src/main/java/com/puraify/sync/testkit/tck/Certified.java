package com.puraify.sync.testkit.tck;

import com.puraify.sync.connector.Json;

/** A contract test whose runs are certified. */
public interface Certified {

  /** Returns what is certified: an object whose members come first in the certificate. */
  Json subject();
}
