package com.puraify.sync.internal.config;

import com.puraify.sync.value.Value;
import java.math.BigDecimal;

/** Documents to read. */
final class Documents {

  private Documents() {}

  /** Returns a document that works, with further members. */
  static String with(String members) {
    return "{\"source_platform\":\"Notion\",\"target_entity\":\"Tasks\""
        + (members.isEmpty() ? "" : ",")
        + members
        + "}";
  }

  static Value number(String decimal) {
    return Value.number(new BigDecimal(decimal));
  }
}
