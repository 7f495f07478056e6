package com.puraify.sync.testkit.engine;

import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;

/** A state store after whose commits something happens. */
final class StoreAfterCommit {

  private StoreAfterCommit() {}

  /** Returns a view of a store that tells of each commit once it is made. */
  static StateStore of(StateStore store, Consumer<List<StateChange>> told) {
    return (StateStore)
        Proxy.newProxyInstance(
            StateStore.class.getClassLoader(),
            new Class<?>[] {StateStore.class},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(store, arguments);
                if (method.getName().equals("commit")) {
                  @SuppressWarnings("unchecked") // the second parameter of both commits
                  List<StateChange> changes = (List<StateChange>) arguments[1];
                  told.accept(changes);
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
