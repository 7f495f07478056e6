package com.puraify.sync.internal.run;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.internal.commit.ItemCommit;
import com.puraify.sync.internal.map.BoundField;
import com.puraify.sync.internal.map.UnlinkedReferenceException;
import com.puraify.sync.mapping.ConversionException;
import com.puraify.sync.state.Mark;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of which creates in doubt a platform tells what they made, if it recognises their keys: of those
 * whose source is there and can be sent once more. The sources are looked at when that is asked for
 * the first time. Confined to one thread.
 */
final class KeyedCreates {

  private final RecoveryParts parts;
  private final Side target;
  private final List<Doubt> doubts;
  private @Nullable Sources sources;

  /**
   * The sources of the creates, by their ids.
   *
   * @param sendable those that can be sent once more
   * @param refused those that the platform refused since, by an answer, as they are now
   */
  private record Sources(Set<String> sendable, Set<String> refused) {}

  KeyedCreates(RecoveryParts parts, Side target, List<Doubt> doubts) {
    this.parts = parts;
    this.target = target;
    this.doubts = List.copyOf(doubts);
  }

  /** Returns whether the platform tells by its key what a create made. */
  boolean isAnswering() {
    return parts.survey(target).session().capabilities().createSafety()
        == Capabilities.CreateSafety.KEYED;
  }

  /** Returns whether the platform tells what a create made when it is sent once more. */
  boolean tells(Doubt doubt) {
    return sources().sendable.contains(doubt.source());
  }

  /** Returns whether the platform refused a source since its create was sent, as it is now. */
  boolean isRefused(String source) {
    return sources().refused.contains(source);
  }

  private Sources sources() {
    if (sources == null) {
      sources = look();
    }
    return sources;
  }

  private Sources look() {
    if (!isAnswering() || !parts.direction().flowsTo(target)) {
      return new Sources(Set.of(), Set.of());
    }
    Map<String, Item> there = there();
    there.values().removeIf(item -> !isSendable(item)); // it was never sent, and nothing answered
    Set<String> refused = refused(there);
    Set<String> sendable = new HashSet<>(there.keySet());
    sendable.removeAll(refused);
    return new Sources(sendable, refused);
  }

  /** Returns the sources that are there, and are to have a counterpart still. */
  private Map<String, Item> there() {
    Side side = target.other();
    Map<String, Item> found = new HashMap<>();
    List<String> wanted =
        doubts.stream().filter(doubt -> !hasCounterpartBack(doubt)).map(Doubt::source).toList();
    for (Lookup lookup : parts.survey(side).lookup(wanted)) {
      if (lookup instanceof Lookup.Found item
          && parts.mapping().accepts(side, item.item().fields())) {
        found.put(item.id(), item.item());
      }
    }
    return found;
  }

  /** Returns whether what was to be made anew has come back meanwhile. */
  private boolean hasCounterpartBack(Doubt doubt) {
    List<String> lost = parts.former(doubt.entry()).stream().map(link -> link.id(target)).toList();
    return parts.survey(target).lookup(lost).stream().anyMatch(Lookup.Found.class::isInstance);
  }

  private Set<String> refused(Map<String, Item> items) {
    Side side = target.other();
    Map<String, Mark> marks = new HashMap<>();
    parts
        .store()
        .marks(parts.sync(), side, items.keySet())
        .forEach(mark -> marks.put(mark.id(), mark));
    Set<String> refused = new HashSet<>();
    for (Doubt doubt : doubts) {
      Item item = items.get(doubt.source());
      Mark mark = marks.get(doubt.source());
      if (item != null
          && mark != null
          && mark.kind() == Mark.Kind.QUARANTINED
          && doubt.attempts().stream().allMatch(each -> mark.at().isAfter(each.intent().at()))
          && mark.content() == ItemCommit.contentOf(parts.mapping(), side, item)) {
        refused.add(mark.id());
      }
    }
    return refused;
  }

  /** Returns whether all values of a source have a counterpart on the target side. */
  private boolean isSendable(Item source) {
    for (BoundField field : parts.mapping().fields()) {
      Value value = source.fields().get(field.field(target.other()).id());
      if (field.creates(target) && value != null) {
        try {
          field.convert(target, value, (to, from, id) -> id); // every reference is linked
        } catch (ConversionException | UnlinkedReferenceException e) {
          return false;
        }
      }
    }
    return true;
  }
}
