package com.puraify.sync.testkit.tck;

import com.puraify.sync.connector.Expectation;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * That a field still holds what it held when an item was read.
 *
 * @param field the field
 * @param value what it held
 * @param version the item's version, or null if it has none
 * @param whileAsked what happens whenever it is asked
 */
record Expected(Field field, Value value, @Nullable String version, Runnable whileAsked)
    implements Expectation {

  static Expected of(Item item, Field field) {
    return of(item, field, () -> {});
  }

  static Expected of(Item item, Field field, Runnable whileAsked) {
    Value value = item.fields().get(field.id());
    return new Expected(field, value == null ? Value.NULL : value, item.version(), whileAsked);
  }

  @Override
  public Set<String> fields() {
    return Set.of(field.id());
  }

  @Override
  public boolean holds(Fields current) {
    Value now = current.get(field.id());
    boolean holds =
        now != null && field.type().canonical(now).equals(field.type().canonical(value));
    whileAsked.run();
    return holds;
  }
}
