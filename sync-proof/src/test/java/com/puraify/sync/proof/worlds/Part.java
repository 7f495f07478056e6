package com.puraify.sync.proof.worlds;

import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A field that is kept equal, by the same name on both sides, and who edits it. */
@SuppressWarnings("ImmutableEnumChecker") // all types of fields are immutable
enum Part {
  /** Edited on the local side alone. */
  AMOUNT(FieldType.number(), Owner.LOCAL),
  /** Edited on the local side alone. */
  STAGE(FieldType.choice(), Owner.LOCAL),
  /** Edited on the remote side alone. */
  NOTES(FieldType.text(), Owner.REMOTE),
  /** Edited on the remote side alone. */
  DUE(FieldType.day(), Owner.REMOTE),
  /** Edited on both sides. */
  REMARK(FieldType.text(), Owner.BOTH);

  /** Who edits a field. */
  enum Owner {
    LOCAL,
    REMOTE,
    BOTH
  }

  static final List<String> STAGES = List.of("new", "won", "lost");

  final FieldType type;
  final Owner owner;

  Part(FieldType type, Owner owner) {
    this.type = type;
    this.owner = owner;
  }

  String id() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  Field field() {
    return Field.of(id(), type);
  }

  /** Returns what the local side stores for a text; an empty one stands for nothing. */
  Value value(String text) {
    if (text.isEmpty()) {
      return Value.NULL;
    }
    return switch (this) {
      case AMOUNT -> Value.number(new BigDecimal(text));
      case STAGE -> Value.choice(text);
      case DUE -> Value.day(LocalDate.parse(text));
      default -> Value.text(text);
    };
  }

  /** Returns what a simulator's people enter for a text. */
  @Nullable Object entered(String text) {
    if (text.isEmpty()) {
      return null;
    }
    return switch (this) {
      case AMOUNT -> new BigDecimal(text);
      case DUE -> LocalDate.parse(text);
      default -> text;
    };
  }

  /** Returns the text of what the local side stores. */
  static String text(@Nullable Value value) {
    if (value == null || value.isNull()) {
      return "";
    }
    if (value instanceof Value.Num number) {
      return plain(number.value());
    }
    if (value instanceof Value.Choice choice) {
      return choice.name();
    }
    if (value instanceof Value.Day day) {
      return day.value().toString();
    }
    return ((Value.Text) value).value();
  }

  /** Returns the text of what a simulator's people see. */
  String shown(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (this == AMOUNT) {
      String text = String.valueOf(value);
      return text.isEmpty() ? "" : plain(new BigDecimal(text));
    }
    return String.valueOf(value);
  }

  private static String plain(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
