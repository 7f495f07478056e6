package com.puraify.sync.testkit.notion;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The versions of the API that are served. */
enum ApiVersion {
  V2025_09_03("2025-09-03"),
  V2026_03_11("2026-03-11");

  /** A version that Notion still serves and this simulator does not. */
  static final String BEFORE_DATA_SOURCES = "2022-06-28";

  private final String header;

  ApiVersion(String header) {
    this.header = header;
  }

  /** Returns the version as it is written. */
  String header() {
    return header;
  }

  static @Nullable ApiVersion of(String header) {
    return Arrays.stream(values()).filter(v -> v.header.equals(header)).findFirst().orElse(null);
  }

  static List<String> headers() {
    return Arrays.stream(values()).map(v -> v.header).toList();
  }

  /** Whether {@code archived} stands beside {@code in_trash}, in requests and in answers. */
  boolean knowsArchived() {
    return this == V2025_09_03;
  }
}
