package com.puraify.sync.internal.config;

import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.connector.Json;
import com.puraify.sync.internal.json.JsonPointers;
import com.puraify.sync.mapping.Converter;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.mapping.Filter;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.value.Side;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a document's mapping. Confined to one thread at a time. */
final class MappingReader {

  private final Findings findings;
  private final ConfigReader.Strategies strategies;
  private final Map<String, String> localWrittenBy = new HashMap<>();
  private final Map<String, String> remoteWrittenBy = new HashMap<>();

  MappingReader(Findings findings, ConfigReader.Strategies strategies) {
    this.findings = findings;
    this.strategies = strategies;
  }

  /** Returns the mapping; it is of use only if nothing was found. */
  SchemaMapping read(Json mapping, String pointer) {
    SchemaMapping.Builder builder = SchemaMapping.builder();
    for (Json pair : mapping.at("match_on").elements()) {
      String local = pair.at("local").textOrNull();
      String remote = pair.at("remote").textOrNull();
      if (local != null && remote != null) {
        builder.matchOn(local, remote);
      }
    }
    List<Json> fields = mapping.at("fields").elements();
    for (int i = 0; i < fields.size(); i++) {
      rule(fields.get(i), JsonPointers.child(pointer + "/fields", i), builder);
    }
    for (Side side : Side.values()) {
      String name = side.name().toLowerCase(Locale.ROOT);
      Json where = mapping.at("where", name);
      if (!where.isMissing()) {
        Filter filter = FilterReader.read(where);
        if (filter != null) {
          builder.where(side, filter);
        } else {
          findings.addIfNone(pointer + "/where/" + name, "is not a filter");
        }
      }
    }
    return findings.isEmpty() ? builder.build() : SchemaMapping.byName();
  }

  private void rule(Json rule, String pointer, SchemaMapping.Builder builder) {
    Converter choices = choices(rule.at("choices"), pointer + "/choices");
    ConflictStrategy strategy = strategies.find(rule.at("conflict_resolution").textOrNull());
    Direction given = Words.find(Direction.class, rule.at("direction").textOrNull());
    Direction direction = given == null ? Direction.BOTH : given;
    String references = rule.at("references").textOrNull();
    String local = rule.at("local").textOrNull();
    String remote = rule.at("remote").textOrNull();
    if (local == null || remote == null) {
      return;
    }
    noteWritten(Side.LOCAL, local, direction, pointer);
    noteWritten(Side.REMOTE, remote, direction, pointer);
    builder.field(
        local,
        remote,
        special -> {
          special.direction(direction);
          if (choices != null) {
            special.convert(choices);
          }
          if (strategy != null) {
            special.conflicts(strategy);
          }
          if (references != null) {
            special.references(references);
          }
        });
  }

  private void noteWritten(Side side, String field, Direction direction, String pointer) {
    if (!direction.flowsTo(side)) {
      return;
    }
    String name = side.name().toLowerCase(Locale.ROOT);
    String where = JsonPointers.child(pointer, name);
    Map<String, String> writtenBy = side == Side.LOCAL ? localWrittenBy : remoteWrittenBy;
    String first = writtenBy.putIfAbsent(field, where);
    if (first != null) {
      findings.add(
          where,
          "the "
              + name
              + " field "
              + Words.quoted(field)
              + " is written by the pair at "
              + first
              + " already; give one of them another direction");
    }
  }

  private @Nullable Converter choices(Json table, String pointer) {
    Map<String, String> remoteByLocal = new LinkedHashMap<>();
    Map<String, String> localByRemote = new HashMap<>();
    table
        .members()
        .forEach(
            (local, value) -> {
              String remote = value.textOrNull();
              if (remote == null) {
                return;
              }
              remoteByLocal.put(local, remote);
              String other = localByRemote.putIfAbsent(remote, local);
              if (other != null) {
                findings.add(
                    JsonPointers.child(pointer, local),
                    Words.quoted(remote)
                        + " stands for "
                        + Words.quoted(other)
                        + " already; give each local name a remote name of its own");
              }
            });
    boolean usable = !remoteByLocal.isEmpty() && remoteByLocal.size() == localByRemote.size();
    return usable ? Converter.choices(remoteByLocal) : null;
  }
}
