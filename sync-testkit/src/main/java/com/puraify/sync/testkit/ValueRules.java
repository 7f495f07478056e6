package com.puraify.sync.testkit;

import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.connector.WriteResult.Rejected;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** What a strict platform makes of a single value: whether it takes it, and what it keeps of it. */
final class ValueRules {

  private ValueRules() {}

  /** Returns why a field does not take a value, or null if it does. */
  static @Nullable Rejected refusal(Field field, Value value) {
    if (value.isNull()) {
      return field.required() ? invalid(field, "must not be empty") : null;
    }
    return fits(field.type(), value)
        ? null
        : invalid(field, "does not take " + value.getClass().getSimpleName());
  }

  /** Returns why a field does not take the references in a value, or null if it does. */
  static @Nullable Rejected brokenReference(
      Field field, Value value, BiPredicate<String, String> exists) {
    FieldType type = field.type();
    List<Value> each = value instanceof Value.Many many ? many.elements() : List.of(value);
    FieldType element = type instanceof FieldType.Many many ? many.element() : type;
    if (element instanceof FieldType.Reference target && !target.toPeople()) {
      for (Value one : each) {
        if (one instanceof Value.Reference given && !exists.test(target.entity(), given.id())) {
          return new Rejected(
              Reason.MISSING_REFERENCE, field.name() + " refers to nothing", field.id());
        }
      }
    }
    return null;
  }

  private static Rejected invalid(Field field, String problem) {
    return new Rejected(Reason.INVALID_VALUE, field.name() + " " + problem, field.id());
  }

  private static boolean fits(FieldType type, Value value) {
    if (type instanceof FieldType.Text text) {
      return value instanceof Value.Text given && given.value().length() <= text.maxLength();
    }
    if (type instanceof FieldType.Choice choice) {
      return value instanceof Value.Choice given
          && (choice.open() || choice.optionFor(given.name()) != null);
    }
    if (type instanceof FieldType.Many many) {
      return value instanceof Value.Many given
          && given.elements().size() <= many.maxWritten()
          && given.elements().stream().allMatch(each -> fits(many.element(), each));
    }
    if (type instanceof FieldType.Temporal) {
      return value instanceof Value.Day
          || value instanceof Value.Moment
          || value instanceof Value.Struct;
    }
    return (type instanceof FieldType.Bool && value instanceof Value.Bool)
        || (type instanceof FieldType.Num && value instanceof Value.Num)
        || (type instanceof FieldType.Day && value instanceof Value.Day)
        || (type instanceof FieldType.Moment && value instanceof Value.Moment)
        || (type instanceof FieldType.Reference && value instanceof Value.Reference)
        || (type instanceof FieldType.Json && value instanceof Value.Opaque);
  }

  /**
   * Returns what is kept of a value: its canonical form, except that an option of a choice keeps
   * the spelling that the platform knows it by.
   */
  static Value kept(FieldType type, Value value) {
    if (type instanceof FieldType.Choice choice && value instanceof Value.Choice given) {
      String option = choice.optionFor(given.name());
      return option == null ? given : new Value.Choice(option);
    }
    if (type instanceof FieldType.Many many && value instanceof Value.Many given) {
      List<Value> elements = new ArrayList<>(given.elements().size());
      given.elements().forEach(each -> elements.add(kept(many.element(), each)));
      return new Value.Many(many.ordered() ? elements : List.copyOf(new LinkedHashSet<>(elements)));
    }
    return type.canonical(value);
  }
}
