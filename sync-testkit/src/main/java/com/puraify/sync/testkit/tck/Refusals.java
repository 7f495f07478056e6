package com.puraify.sync.testkit.tck;

import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Values that a field must refuse by what its type declares. */
final class Refusals {

  private static final int LONGEST_TRIED = 1_000_000;
  private static final String NO_OPTION = "no such option of the kit";

  private Refusals() {}

  /** Returns why the {@link #value} is refused, or null if everything is taken. */
  static @Nullable String why(Field field) {
    FieldType type = field.type();
    if (type instanceof FieldType.Text text && text.maxLength() < LONGEST_TRIED) {
      return "holds " + text.maxLength() + " characters at most";
    }
    if (type instanceof FieldType.Choice choice && !choice.open() && !choice.options().isEmpty()) {
      return "is " + choice.describe();
    }
    return field.required() ? "is required" : null;
  }

  /** Returns a value that the field declares it does not take. */
  static Value value(Field field) {
    FieldType type = field.type();
    if (type instanceof FieldType.Text text && text.maxLength() < LONGEST_TRIED) {
      return Value.text(String.join("", Collections.nCopies(text.maxLength() + 1, "x")));
    }
    if (type instanceof FieldType.Choice choice && !choice.open() && !choice.options().isEmpty()) {
      return Value.choice(NO_OPTION);
    }
    return Value.NULL;
  }
}
