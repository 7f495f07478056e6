package com.puraify.sync.mapping;

import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Which items of a side take part. Fields are named as people name them; a filter is data, so that
 * it can be shown, compared and written as JSON. Immutable.
 */
public sealed interface Filter {

  /** Returns the names of the fields that it looks at. */
  Set<String> fields();

  /**
   * Returns whether an item takes part.
   *
   * @param fields the item's fields, with at least those of {@link #fields()}
   * @param idOf turns a field's name into its id
   */
  boolean accepts(Fields fields, Function<String, String> idOf);

  /** Accepts items whose field equals a value, in the field's own terms. */
  static Filter equal(String field, Value value) {
    return new In(field, List.of(value));
  }

  /** Accepts items whose field equals one of some values. */
  static Filter in(String field, List<Value> values) {
    return new In(field, values);
  }

  /** Accepts items whose field is empty. */
  static Filter empty(String field) {
    return new Empty(field);
  }

  /** Accepts items that another filter does not. */
  static Filter not(Filter filter) {
    return new Not(filter);
  }

  /** Accepts items that all of some filters accept. */
  static Filter all(Filter... filters) {
    return new All(List.of(filters));
  }

  /** Accepts items that any of some filters accepts. */
  static Filter any(Filter... filters) {
    return new Any(List.of(filters));
  }

  /**
   * The field equals one of the values. Texts, choices, references, days and moments are compared
   * by their wording, which is ISO 8601 for the latter two.
   */
  record In(String field, List<Value> values) implements Filter {
    /** Copies the values. */
    public In {
      values = List.copyOf(values);
    }

    @Override
    public Set<String> fields() {
      return Set.of(field);
    }

    @Override
    public boolean accepts(Fields fields, Function<String, String> idOf) {
      Value value = fields.get(idOf.apply(field));
      return value != null && values.stream().anyMatch(each -> plain(each).equals(plain(value)));
    }

    private static Value plain(Value value) {
      if (value instanceof Value.Choice choice) {
        return new Value.Text(choice.name());
      }
      if (value instanceof Value.Reference reference) {
        return new Value.Text(reference.id());
      }
      if (value instanceof Value.Day day) {
        return new Value.Text(day.value().toString());
      }
      return value instanceof Value.Moment moment
          ? new Value.Text(moment.value().toString())
          : value;
    }
  }

  /** The field is empty: nothing, an empty text, or several of nothing. */
  record Empty(String field) implements Filter {
    @Override
    public Set<String> fields() {
      return Set.of(field);
    }

    @Override
    public boolean accepts(Fields fields, Function<String, String> idOf) {
      Value value = fields.get(idOf.apply(field));
      return value == null
          || value.isNull()
          || value.equals(new Value.Text(""))
          || value.equals(new Value.Many(List.of()));
    }
  }

  /** The other filter does not accept. */
  record Not(Filter filter) implements Filter {
    @Override
    public Set<String> fields() {
      return filter.fields();
    }

    @Override
    public boolean accepts(Fields fields, Function<String, String> idOf) {
      return !filter.accepts(fields, idOf);
    }
  }

  /** Every one of the filters accepts. */
  record All(List<Filter> filters) implements Filter {
    /** Copies the filters. */
    public All {
      filters = List.copyOf(filters);
    }

    @Override
    public Set<String> fields() {
      return union(filters);
    }

    @Override
    public boolean accepts(Fields fields, Function<String, String> idOf) {
      return filters.stream().allMatch(filter -> filter.accepts(fields, idOf));
    }
  }

  /** At least one of the filters accepts. */
  record Any(List<Filter> filters) implements Filter {
    /** Copies the filters. */
    public Any {
      filters = List.copyOf(filters);
    }

    @Override
    public Set<String> fields() {
      return union(filters);
    }

    @Override
    public boolean accepts(Fields fields, Function<String, String> idOf) {
      return filters.stream().anyMatch(filter -> filter.accepts(fields, idOf));
    }
  }

  private static Set<String> union(List<Filter> filters) {
    Set<String> names = new LinkedHashSet<>();
    filters.forEach(filter -> names.addAll(filter.fields()));
    return names;
  }
}
