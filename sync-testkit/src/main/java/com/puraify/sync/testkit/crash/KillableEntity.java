package com.puraify.sync.testkit.crash;

import com.puraify.sync.connector.Entity;
import com.puraify.sync.testkit.EntityView;
import com.puraify.sync.testkit.SpiCall;
import java.util.function.Supplier;

/** An entity as an engine sees it whose process may die at any call. Thread-safe. */
final class KillableEntity extends EntityView {

  private final KillSwitch kill;

  KillableEntity(Entity entity, KillSwitch kill) {
    super(entity);
    this.kill = kill;
  }

  @Override
  protected <T> T around(SpiCall.Kind kind, int size, Supplier<T> call) {
    String shown = name() + " " + kind + (size > 0 ? " of " + size : "");
    kill.before(shown);
    T answer = call.get();
    kill.after(shown, kind.isWrite());
    return answer;
  }
}
