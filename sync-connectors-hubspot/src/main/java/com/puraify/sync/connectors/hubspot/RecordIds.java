package com.puraify.sync.connectors.hubspot;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ids of objects: whole numbers, which HubSpot hands out in ascending order. */
final class RecordIds {

  private static final Pattern ONE = Pattern.compile("[1-9][0-9]{0,18}");

  private RecordIds() {}

  /** Returns whether a text has the form of an id. */
  static boolean isOne(String text) {
    return ONE.matcher(text).matches();
  }

  /** Returns whether an id comes after another; any comes after null. */
  static boolean isAfter(String id, @Nullable String other) {
    return other == null
        || id.length() > other.length()
        || (id.length() == other.length() && id.compareTo(other) > 0);
  }

  /** Returns the ids in a list separated by semicolons. */
  static Set<String> in(@Nullable String list) {
    Set<String> ids = new LinkedHashSet<>();
    if (list != null) {
      for (String each : list.split(";", -1)) {
        if (isOne(each.strip())) {
          ids.add(each.strip());
        }
      }
    }
    return ids;
  }
}
