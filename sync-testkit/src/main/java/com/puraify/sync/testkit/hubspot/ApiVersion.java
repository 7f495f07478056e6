package com.puraify.sync.testkit.hubspot;

/** The versions of the CRM API that are served beside each other. */
enum ApiVersion {
  CLASSIC("v3"),
  MARCH_2026("2026-03"),
  SEPTEMBER_2026("2026-09");

  private final String inPath;

  ApiVersion(String inPath) {
    this.inPath = inPath;
  }

  /** Returns the start of the paths of an area, such as {@code objects} or {@code properties}. */
  String crm(String area) {
    if (this != CLASSIC) {
      return "/crm/" + area + "/" + inPath;
    }
    return area.equals("associations") ? "/crm/v4/associations" : "/crm/v3/" + area;
  }

  /** Returns the start of the paths of schemas. */
  String schemas() {
    return "/crm-object-schemas/" + inPath + "/schemas";
  }

  /** Returns the start of the paths of one record's associations. */
  String recordAssociations() {
    return this == CLASSIC ? "/crm/v4/objects" : "/crm/objects/" + inPath;
  }

  String token() {
    return "/oauth/" + inPath + "/token";
  }

  /** Whether a batch that partly failed is answered 207 rather than as if nothing were wrong. */
  boolean multiStatus() {
    return this != SEPTEMBER_2026;
  }

  /** Whether the administrator's validation rules hold for writes over the API. */
  boolean validates() {
    return this == SEPTEMBER_2026;
  }
}
