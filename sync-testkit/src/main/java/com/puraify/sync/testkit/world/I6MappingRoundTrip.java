package com.puraify.sync.testkit.world;

import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Write;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * I6: only mapped fields are written, in the direction of their rule, and each value is the
 * converted value that the other side held at some time, or that a person chose.
 */
final class I6MappingRoundTrip extends Checker {

  I6MappingRoundTrip(SimulatedWorld world) {
    super(world, Invariant.I6_MAPPING_ROUND_TRIP);
  }

  @Override
  void changed(Life life, Life.Event event) {
    Write write = event.write();
    Fields written =
        write instanceof Write.Create create
            ? create.fields()
            : write instanceof Write.Update update ? update.fields() : null;
    if (written == null) {
      return;
    }
    for (String id : written.ids()) {
      Column column = Column.of(life.side, id);
      if (column == null
          || !world.shape().columns().contains(column)
          || !world.shape().direction(column).flowsTo(life.side)) {
        fail(id + " of " + life.side + " " + life.id + " is not for the engine to write");
      } else if (column != Column.PARENT && !held(column, life, written.get(id))) {
        fail(
            column
                + " of "
                + life.side
                + " "
                + life.id
                + " was written as "
                + written.get(id)
                + ", which the other side never held");
      }
    }
    if (event.before() != null && life.changes(event, Column.PRIVATE)) {
      fail("the write " + write + " changed a field that it does not mention");
    }
  }

  private boolean held(Column column, Life life, @Nullable Value value) {
    Side from = life.side.other();
    boolean paired = history().pairings().now(life.side, life.id) != null;
    for (Life other : history().lives(from)) {
      boolean candidate =
          !paired
              || history().pairings().of(life.side, life.id).stream()
                  .anyMatch(pairing -> pairing.id(from).equals(other.id));
      if (candidate && other.everHeld(column, value)) {
        return true;
      }
    }
    return history().answers().stream()
        .anyMatch(answer -> answer.getValue() instanceof Resolution.Use);
  }
}
