package com.puraify.sync.testkit.hubspot;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** A record as people see it. A handle: it holds no state of its own. Thread-safe. */
public final class SimulatedRecord {
  private final Interface people;
  private final CrmRecord record;

  SimulatedRecord(Interface people, CrmRecord record) {
    this.people = people;
    this.record = record;
  }

  /** Returns the id. */
  public String id() {
    return record.idText();
  }

  /** Whether the record is neither purged nor deleted nor merged into another. */
  public boolean exists() {
    return people.portal.locked(() -> !record.gone);
  }

  /** Whether the record is in the recycle bin. */
  public boolean isArchived() {
    return people.portal.locked(() -> !record.gone && record.archivedAt != null);
  }

  /** Returns when a property was last written. */
  public Instant modifiedAt() {
    return people.portal.locked(() -> record.state.updatedAt());
  }

  /** Returns a value as it is stored, or null when it is empty. */
  public @Nullable String value(String property) {
    return people.portal.<@Nullable String>locked(() -> record.state.value(property));
  }

  /** Returns all values that are not empty. */
  public Map<String, String> values() {
    return people.portal.locked(
        () -> Collections.unmodifiableMap(new LinkedHashMap<>(record.state.values())));
  }

  /** Edits one value as a person; see {@link SimulatedObject#add}. */
  public void set(String property, @Nullable Object value) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put(property, value);
    set(values);
  }

  /** Edits several values at once as a person; see {@link SimulatedObject#add}. */
  public void set(Map<String, ? extends @Nullable Object> values) {
    run(
        () -> {
          Writing writing = Writing.by(people.actor());
          Draft draft = people.writes.update(live(), SimulatedObject.row(values), writing);
          people.writes.commit(draft, writing);
        });
  }

  /** Lets the calculated property move, and the time of change with it. */
  public void recalculate() {
    run(() -> people.writes.bump(live(), people.portal.now()));
  }

  /** Puts the record in the recycle bin. */
  public void archive() {
    run(() -> people.removals.archive(live(), people.author()));
  }

  /** Takes the record out of the recycle bin. */
  public void restore() {
    run(() -> people.removals.restore(record, people.author()));
  }

  /** Deletes the record for good, without a word to webhooks. */
  public void purge() {
    run(() -> people.removals.purge(record));
  }

  /** Deletes the record for good at its owner's wish. */
  public void deleteForPrivacy() {
    run(() -> people.removals.deleteForPrivacy(record, people.author()));
  }

  /**
   * Merges another record of the same type into this one.
   *
   * @return the winner, which has another id if the quirks say so
   */
  public SimulatedRecord merge(SimulatedRecord loser) {
    return people.by(
        () -> {
          if (loser.record.type != record.type || loser.record == record) {
            throw new IllegalArgumentException(
                "only another record of the same type can be merged");
          }
          return new SimulatedRecord(
              people, people.removals.merge(live(), loser.live(), people.author()));
        });
  }

  /** Associates this record with another one, plainly. */
  public void associate(SimulatedRecord other) {
    run(
        () -> {
          AssociationType plain =
              people.portal.associationTypes.plain(record.type.typeId, other.record.type.typeId);
          if (plain == null) {
            throw new IllegalArgumentException("these cannot be associated");
          }
          people.links.link(live(), other.live(), plain, people.author());
        });
  }

  /** Associates this record with another one under a type id that goes from here to there. */
  public void associate(SimulatedRecord other, int typeId) {
    run(
        () -> {
          AssociationType type = people.portal.associationTypes.from(record.type.typeId, typeId);
          if (type == null || !type.to().equals(other.record.type.typeId)) {
            throw new IllegalArgumentException("association type " + typeId + " does not fit");
          }
          people.links.link(live(), other.live(), type, people.author());
        });
  }

  /** Takes everything between this record and another one away. */
  public void dissociate(SimulatedRecord other) {
    run(() -> people.links.unlink(live(), other.live(), people.author()));
  }

  /** Returns the ids of the live records of a type that this one is associated with. */
  public List<String> associated(SimulatedObject with) {
    return people.portal.locked(
        () ->
            people.portal.edges.ends(record, people.portal.requireType(with.typeId())).stream()
                .map(CrmRecord::idText)
                .toList());
  }

  /** Returns the type ids of what is between this record and another one, seen from here. */
  public SortedSet<Integer> associationTypes(SimulatedRecord other) {
    return people.portal.locked(() -> people.portal.edges.types(record, other.record));
  }

  private CrmRecord live() {
    if (!record.isLive()) {
      throw new IllegalStateException("the record " + record.id + " is gone or archived");
    }
    return record;
  }

  private void run(Runnable work) {
    people.by(
        () -> {
          work.run();
          return true;
        });
  }

  /** Two handles are equal when they are of the same record. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SimulatedRecord that && that.record == record;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(record.id);
  }

  @Override
  public String toString() {
    return record.type.name + " " + record.id;
  }
}
