package com.puraify.sync.testkit.engine;

import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;

/** Views of a state store after whose calls something happens. */
final class StoreThatTells {

  private StoreThatTells() {}

  /** Returns a view of a store that tells of each commit once it is made. */
  static StateStore ofCommits(StateStore store, Consumer<List<StateChange>> told) {
    return after(
        store,
        "commit",
        arguments -> {
          @SuppressWarnings("unchecked") // the second parameter of both commits
          List<StateChange> changes = (List<StateChange>) arguments[1];
          told.accept(changes);
        });
  }

  /** Returns a view of a store that tells when a lease was given back. */
  static StateStore ofReleases(StateStore store, Runnable told) {
    return after(store, "release", arguments -> told.run());
  }

  private static StateStore after(StateStore store, String call, Consumer<Object[]> told) {
    return (StateStore)
        Proxy.newProxyInstance(
            StateStore.class.getClassLoader(),
            new Class<?>[] {StateStore.class},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(store, arguments);
                if (method.getName().equals(call)) {
                  told.accept(arguments);
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
