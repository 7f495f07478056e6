package com.puraify.sync.internal.write;

import com.puraify.sync.connector.Expectation;
import com.puraify.sync.delta.Base;
import com.puraify.sync.delta.DeltaDetector;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * That some fields of an item still have just these fingerprints.
 *
 * @param base the fingerprints
 * @param detector what takes them
 * @param version the version in which the item was read, or null
 */
public record Expected(Base base, DeltaDetector detector, @Nullable String version)
    implements Expectation {

  @Override
  public Set<String> fields() {
    return Set.copyOf(base.fields());
  }

  @Override
  public boolean holds(Fields current) {
    for (String field : base.fields()) {
      Value value = current.get(field);
      if (value == null || !base.matches(field, detector.fingerprint(field, value))) {
        return false;
      }
    }
    return true;
  }
}
