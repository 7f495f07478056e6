package com.puraify.sync.value;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * An order of values that agrees with their equality. It carries no meaning; it only is the same
 * whatever order the values came in.
 */
final class ValueOrder implements Comparator<Value> {

  static final ValueOrder INSTANCE = new ValueOrder();

  private static final List<Class<? extends Value>> KINDS =
      List.of(
          Value.Null.class,
          Value.Bool.class,
          Value.Num.class,
          Value.Text.class,
          Value.Day.class,
          Value.Moment.class,
          Value.Choice.class,
          Value.Reference.class,
          Value.Many.class,
          Value.Struct.class,
          Value.Opaque.class);

  private ValueOrder() {}

  @Override
  public int compare(Value one, Value other) {
    int byKind = Integer.compare(KINDS.indexOf(one.getClass()), KINDS.indexOf(other.getClass()));
    return byKind == 0 ? withinKind(one, other) : byKind;
  }

  private int withinKind(Value one, Value other) {
    if (one instanceof Value.Text a && other instanceof Value.Text b) {
      return a.normalized().compareTo(b.normalized());
    }
    if (one instanceof Value.Choice a && other instanceof Value.Choice b) {
      return a.name().compareTo(b.name());
    }
    if (one instanceof Value.Reference a && other instanceof Value.Reference b) {
      return a.id().compareTo(b.id());
    }
    if (one instanceof Value.Num a && other instanceof Value.Num b) {
      return a.value().compareTo(b.value());
    }
    if (one instanceof Value.Bool a && other instanceof Value.Bool b) {
      return Boolean.compare(a.value(), b.value());
    }
    if (one instanceof Value.Day a && other instanceof Value.Day b) {
      return a.value().compareTo(b.value());
    }
    if (one instanceof Value.Moment a && other instanceof Value.Moment b) {
      return a.value().compareTo(b.value());
    }
    if (one instanceof Value.Opaque a && other instanceof Value.Opaque b) {
      return a.json().compareTo(b.json());
    }
    if (one instanceof Value.Many a && other instanceof Value.Many b) {
      return lists(a.elements(), b.elements());
    }
    if (one instanceof Value.Struct a && other instanceof Value.Struct b) {
      return parts(a.parts(), b.parts());
    }
    return 0;
  }

  private int lists(List<Value> one, List<Value> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int difference = compare(one.get(i), other.get(i));
      if (difference != 0) {
        return difference;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  private int parts(Map<String, Value> one, Map<String, Value> other) {
    Iterator<Map.Entry<String, Value>> others = other.entrySet().iterator();
    for (Map.Entry<String, Value> part : one.entrySet()) {
      if (!others.hasNext()) {
        return 1;
      }
      Map.Entry<String, Value> counterpart = others.next();
      int byName = part.getKey().compareTo(counterpart.getKey());
      int difference = byName == 0 ? compare(part.getValue(), counterpart.getValue()) : byName;
      if (difference != 0) {
        return difference;
      }
    }
    return others.hasNext() ? -1 : 0;
  }
}
