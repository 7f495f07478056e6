package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.error.ConfigurationException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A version of HubSpot's CRM API. HubSpot makes a new one each March and September, and keeps each
 * for 18 months. Immutable.
 */
public enum HubSpotVersion {
  /** The classic paths, {@code /crm/v3} with associations in {@code /crm/v4}. */
  V3("v3"),
  /** The version of March 2026. */
  V2026_03("2026-03"),
  /**
   * The version of September 2026. From here on, the validation rules that an administrator set for
   * properties hold for writes over the API too.
   */
  V2026_09("2026-09");

  private final String label;

  HubSpotVersion(String label) {
    this.label = label;
  }

  /** Returns the version as HubSpot writes it, such as {@code 2026-09}. */
  public String label() {
    return label;
  }

  /**
   * Returns the version that HubSpot writes in some way.
   *
   * @throws ConfigurationException if it is none that is known here
   */
  public static HubSpotVersion parse(String label) {
    String wanted = label.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(version -> version.label.equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "version",
                    "must be one of "
                        + Arrays.stream(values())
                            .map(HubSpotVersion::label)
                            .collect(Collectors.joining(", "))
                        + ", not '"
                        + label
                        + "'"));
  }

  String objects(String type) {
    return this == V3 ? "/crm/v3/objects/" + type : "/crm/objects/" + label + "/" + type;
  }

  String properties(String type) {
    return this == V3 ? "/crm/v3/properties/" + type : "/crm/properties/" + label + "/" + type;
  }

  String schemas() {
    return "/crm-object-schemas/" + label + "/schemas";
  }

  String associations(String from, String to) {
    String root = this == V3 ? "/crm/v4/associations/" : "/crm/associations/" + label + "/";
    return root + from + "/" + to;
  }

  String token() {
    return "/oauth/" + label + "/token";
  }
}
