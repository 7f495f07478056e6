package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A database: a container of data sources. Guarded by the lock of the workspace. */
final class DatabaseRecord {
  final String id;
  final Instant createdAt;
  final List<DataSourceRecord> dataSources = new ArrayList<>();

  Parent parent;
  JsonNode title;
  JsonNode description = Json.array();
  JsonNode icon = Json.nothing();
  JsonNode cover = Json.nothing();
  Instant editedAt;
  boolean inline;
  boolean inTrash;
  boolean locked;

  DatabaseRecord(String id, Parent parent, JsonNode title, Instant at) {
    this.id = id;
    this.parent = parent;
    this.title = title;
    this.createdAt = at;
    this.editedAt = at;
  }
}
