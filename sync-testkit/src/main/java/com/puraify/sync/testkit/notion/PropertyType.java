package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What one type of property accepts, stores and shows. The stored form is private to the type. */
interface PropertyType {

  /**
   * Checks a written value and returns its stored form, or null when it empties the property.
   *
   * @param path where the value stands in the request, for complaints
   */
  default @Nullable JsonNode accept(
      Writing writing, PropertySpec property, String path, JsonNode value) {
    throw Shape.bad(path, "not present", value);
  }

  /** Returns the stored form that a new page starts with, or null for empty. */
  default @Nullable JsonNode initial(PropertySpec property, DataSourceRecord source) {
    return null;
  }

  /** Returns the value as the API shows it within a page. */
  JsonNode show(Reading reading, PropertySpec property);

  /**
   * Returns the value as plain Java: text, BigDecimal, Boolean, a list of texts, or null for empty.
   */
  @Nullable Object logical(Reading reading, PropertySpec property);

  /** Returns the configuration as the schema shows it. */
  default JsonNode config(Workspace workspace, PropertySpec property) {
    return property.config;
  }
}
