package com.puraify.sync.internal.map;

import com.puraify.sync.delta.DeltaDetector;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.mapping.ConversionException;
import com.puraify.sync.mapping.Converter;
import com.puraify.sync.mapping.Filter;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A mapping, bound to the live schemas of both sides. Immutable. */
public final class BoundMapping {

  private final List<BoundField> fields;
  private final List<BoundMatch> matchKey;
  private final Map<Side, Schema> schemas;
  private final Map<Side, Optional<Filter>> filters;
  private final Map<Side, DeltaDetector> detectors;
  private final Map<Side, Set<String>> wanted;
  private final Map<Side, List<String>> matchFields;
  private final List<KnownPair> pairs;
  private final List<String> notes;

  /**
   * One pair of fields of the match key.
   *
   * @param local the local field
   * @param remote the remote field
   * @param converter between the two types
   */
  public record BoundMatch(Field local, Field remote, Converter converter) {

    /**
     * Puts a local value into remote terms.
     *
     * @throws ConversionException if it has no counterpart
     */
    public Value toRemote(Value value) {
      return converted(converter::toRemote, value);
    }

    /**
     * Puts a remote value into local terms.
     *
     * @throws ConversionException if it has no counterpart
     */
    public Value toLocal(Value value) {
      return converted(converter::toLocal, value);
    }

    private Value converted(UnaryOperator<Value> conversion, Value value) {
      try {
        return conversion.apply(value);
      } catch (SyncException e) {
        throw e;
      } catch (RuntimeException e) { // a host's converter may do anything; it must not stop the run
        throw new ConversionException(
            "the converter of '" + local.name() + "' failed with " + e.getClass().getSimpleName());
      }
    }
  }

  BoundMapping(
      List<BoundField> fields,
      List<BoundMatch> matchKey,
      Map<Side, Schema> schemas,
      Map<Side, Optional<Filter>> filters,
      long seed,
      List<KnownPair> pairs,
      List<String> notes) {
    this.fields = List.copyOf(fields);
    this.matchKey = List.copyOf(matchKey);
    this.schemas = new EnumMap<>(schemas);
    this.filters = new EnumMap<>(filters);
    this.pairs = List.copyOf(pairs);
    this.notes = List.copyOf(notes);
    this.detectors = new EnumMap<>(Side.class);
    this.matchFields = new EnumMap<>(Side.class);
    this.wanted = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      Map<String, Field> tracked = new LinkedHashMap<>();
      fields.forEach(bound -> tracked.put(bound.field(side).id(), bound.field(side)));
      DeltaDetector other = detectors.get(side.other());
      List<Field> counted = new ArrayList<>(tracked.values());
      detectors.put(side, other == null ? DeltaDetector.of(counted, seed) : other.with(counted));
      Set<String> ids = new LinkedHashSet<>(tracked.keySet());
      matchKey.forEach(pair -> ids.add((side == Side.LOCAL ? pair.local : pair.remote).id()));
      filters
          .getOrDefault(side, Optional.empty())
          .ifPresent(filter -> filter.fields().forEach(name -> ids.add(idOf(side, name))));
      wanted.put(side, java.util.Collections.unmodifiableSet(ids));
      matchFields.put(
          side,
          matchKey.stream()
              .map(pair -> (side == Side.LOCAL ? pair.local : pair.remote).id())
              .toList());
    }
  }

  /** Returns the pairs of fields. */
  public List<BoundField> fields() {
    return fields;
  }

  /** Returns the same pairs by name and id, to be remembered for the next run. */
  public List<KnownPair> pairs() {
    return pairs;
  }

  /** Returns the pairs of the match key, none if items cannot be matched. */
  public List<BoundMatch> matchKey() {
    return matchKey;
  }

  /** Returns what people should know about how the mapping was bound. */
  public List<String> notes() {
    return notes;
  }

  /** Returns the schema of a side. */
  public Schema schema(Side side) {
    return java.util.Objects.requireNonNull(schemas.get(side));
  }

  /** Returns what detects the changes of a side. */
  public DeltaDetector detector(Side side) {
    return java.util.Objects.requireNonNull(detectors.get(side));
  }

  /** Returns the ids of the fields that have to be read on a side. */
  public Set<String> wanted(Side side) {
    return java.util.Objects.requireNonNull(wanted.get(side));
  }

  /** Returns the ids of a side's fields in the match key. */
  public List<String> matchFields(Side side) {
    return java.util.Objects.requireNonNull(matchFields.get(side));
  }

  /** Returns whether an item of a side takes part. */
  public boolean accepts(Side side, Fields values) {
    Optional<Filter> filter = filters.getOrDefault(side, Optional.empty());
    return filter.isEmpty() || filter.get().accepts(values, name -> idOf(side, name));
  }

  /** Returns whether some items of a side do not take part. */
  public boolean filters(Side side) {
    return filters.getOrDefault(side, Optional.empty()).isPresent();
  }

  /** Returns a fingerprint of an item's match key, or 0 if it has none or a part of it is empty. */
  public long matchKey(Side side, Fields values) {
    List<Value> key = matchValues(side, values);
    return key == null ? 0 : detector(Side.REMOTE).combined(key);
  }

  /** Returns an item's match key in remote terms, or null if it has none or a part is empty. */
  public @Nullable List<Value> matchValues(Side side, Fields values) {
    if (matchKey.isEmpty()) {
      return null;
    }
    List<Value> key = new ArrayList<>(matchKey.size());
    for (BoundMatch pair : matchKey) {
      Value value = values.get((side == Side.LOCAL ? pair.local : pair.remote).id());
      if (value == null) {
        return null;
      }
      try {
        Value remote = side == Side.LOCAL ? pair.toRemote(value) : value;
        Value canonical = pair.remote.type().canonical(remote);
        if (isBlank(canonical)) {
          return null;
        }
        key.add(canonical);
      } catch (ConversionException e) {
        return null;
      }
    }
    return key;
  }

  private static boolean isBlank(Value value) {
    return value.isNull()
        || (value instanceof Value.Text text && text.value().isBlank())
        || (value instanceof Value.Many many && many.elements().isEmpty());
  }

  private String idOf(Side side, String name) {
    return schema(side)
        .named(name)
        .map(Field::id)
        .or(() -> KnownPair.idOf(pairs, side, name))
        .orElse(name);
  }
}
