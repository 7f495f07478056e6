package com.puraify.sync.testkit.hubspot;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Archives, restores, purges and merges records. None of it but a merge moves a time of change. */
final class Removals {
  static final Duration BIN = Duration.ofDays(90);

  private final Portal portal;
  private final RecordWrites writes;
  private final Links links;

  Removals(Portal portal, RecordWrites writes, Links links) {
    this.portal = portal;
    this.writes = writes;
    this.links = links;
  }

  /** Puts a record into the recycle bin for 90 days; does nothing when it is there. */
  void archive(CrmRecord record, Author author) {
    if (!record.isLive()) {
      return;
    }
    Instant now = portal.now();
    record.type.hold(record, false);
    record.archivedAt = now;
    record.type.records.remove(record.id);
    record.type.archived.put(record.id, record);
    portal.nextState();
    portal.webhooks.happened(record, "deletion", author);
    portal.agenda.plan(
        now.plus(BIN),
        time -> {
          if (!record.gone && now.equals(record.archivedAt)) {
            purge(record);
          }
        });
  }

  /** Takes a record out of the bin, under the same id. */
  void restore(CrmRecord record, Author author) {
    if (record.gone || record.archivedAt == null) {
      throw new IllegalStateException("record " + record.id + " is not in the recycle bin");
    }
    record.archivedAt = null;
    record.type.archived.remove(record.id);
    record.type.records.put(record.id, record);
    record.type.hold(record, true);
    portal.nextState();
    portal.index(record, portal.now());
    portal.webhooks.happened(record, "restore", author);
  }

  /** Deletes a record for good. */
  void purge(CrmRecord record) {
    if (record.gone) {
      return;
    }
    if (record.isLive()) {
      record.type.hold(record, false);
    }
    record.gone = true;
    record.type.records.remove(record.id);
    record.type.archived.remove(record.id);
    links.forget(record);
    portal.nextState();
  }

  /** Deletes a contact for good, and says so. */
  void deleteForPrivacy(CrmRecord record, Author author) {
    purge(record);
    portal.webhooks.happened(record, "privacyDeletion", author);
  }

  /** Merges one record into another, and returns the winner, which may have a new id. */
  CrmRecord merge(CrmRecord primary, CrmRecord loser, Author author) {
    ObjectType type = primary.type;
    Instant now = portal.now();
    Map<String, String> changes = taken(primary, loser);
    type.hold(loser, false);
    type.records.remove(loser.id);
    loser.gone = true;
    CrmRecord winner = primary;
    if (portal.quirks.mergesMakeNewIds()) {
      winner = reborn(primary, now);
      type.merged.put(primary.id, winner.id);
      changes.put("hs_merged_object_ids", ids(changes, primary.id));
      links.move(primary, winner);
    }
    type.merged.put(loser.id, winner.id);
    links.move(loser, winner);
    int moved = changes.size();
    writes.change(winner, changes, author, now);
    portal.webhooks.merged(winner, primary.id, loser.id, moved, author);
    return winner;
  }

  private static String ids(Map<String, String> changes, long id) {
    return changes.getOrDefault("hs_merged_object_ids", "") + ";" + id;
  }

  private CrmRecord reborn(CrmRecord primary, Instant now) {
    ObjectType type = primary.type;
    type.hold(primary, false);
    type.records.remove(primary.id);
    primary.gone = true;
    long id = type.nextId(portal.ids);
    Map<String, String> values = new LinkedHashMap<>(primary.state.values());
    values.put("hs_object_id", Long.toString(id));
    RecordState state = new RecordState(values, now, portal.nextState());
    CrmRecord winner = new CrmRecord(type, id, primary.createdAt, state);
    type.records.put(id, winner);
    type.hold(winner, true);
    return winner;
  }

  /** Returns what the winner gets from the loser: what it has no value for itself. */
  private static Map<String, String> taken(CrmRecord primary, CrmRecord loser) {
    Map<String, String> changes = new LinkedHashMap<>();
    for (PropertySpec property : primary.type.properties.values()) {
      String theirs = loser.state.value(property.name);
      if (theirs != null && property.isWritable() && primary.state.value(property.name) == null) {
        changes.put(property.name, theirs);
      }
    }
    append(changes, "hs_merged_object_ids", primary, loser, loser.idText());
    if (primary.type.isContacts()) {
      String email = loser.state.value("email");
      boolean becomesFirst = changes.containsKey("email");
      append(
          changes,
          "hs_additional_emails",
          primary,
          loser,
          email == null || becomesFirst ? "" : email);
    }
    return changes;
  }

  private static void append(
      Map<String, String> changes, String name, CrmRecord primary, CrmRecord loser, String more) {
    StringBuilder all = new StringBuilder();
    for (String part : new String[] {primary.state.value(name), loser.state.value(name), more}) {
      if (part != null && !part.isEmpty()) {
        all.append(all.isEmpty() ? "" : ";").append(part);
      }
    }
    if (!all.isEmpty()) {
      changes.put(name, all.toString());
    }
  }
}
