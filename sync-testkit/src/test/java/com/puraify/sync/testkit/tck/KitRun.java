package com.puraify.sync.testkit.tck;

import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * All tests of a contract, run on something without JUnit.
 *
 * @param failures the messages of the tests that failed, by their names
 * @param skipped why others do not apply, by their names
 * @param tests how many there are
 */
public record KitRun(Map<String, String> failures, Map<String, String> skipped, int tests) {

  /** Runs all tests, each on an instance of its own. */
  public static KitRun of(Supplier<?> instance) throws Exception {
    return of(instance, test -> true);
  }

  /** Runs the tests of one rule. */
  public static KitRun of(Supplier<?> instance, String rule) throws Exception {
    return of(instance, test -> Breach.rule(test).filter(rule::equals).isPresent());
  }

  private static KitRun of(Supplier<?> instance, Predicate<String> wanted) throws Exception {
    Map<String, String> failures = new TreeMap<>();
    Map<String, String> skipped = new TreeMap<>();
    int tests = 0;
    for (Class<?> type : types(instance.get().getClass())) {
      Method[] methods = type.getDeclaredMethods();
      Arrays.sort(methods, Comparator.comparing(Method::getName));
      for (Method test : methods) {
        if (test.isAnnotationPresent(Test.class) && wanted.test(test.getName())) {
          tests++;
          Throwable end = run(instance.get(), test);
          if (end != null) {
            boolean aborted = end.getClass().getSimpleName().equals("TestAbortedException");
            (aborted ? skipped : failures).put(test.getName(), String.valueOf(end.getMessage()));
          }
        }
      }
    }
    return new KitRun(failures, skipped, tests);
  }

  private static Throwable run(Object instance, Method test) throws Exception {
    Throwable end = null;
    try {
      invokeAll(instance, BeforeEach.class);
      invoke(instance, test);
    } catch (InvocationTargetException e) {
      end = Breach.named(test.getName(), e.getCause());
    } finally {
      Thread.interrupted();
      invokeAll(instance, AfterEach.class);
    }
    return end;
  }

  private static void invokeAll(Object instance, Class<? extends Annotation> kind)
      throws Exception {
    for (Class<?> type : types(instance.getClass())) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(kind)) {
          invoke(instance, method);
        }
      }
    }
  }

  private static void invoke(Object instance, Method method) throws Exception {
    method.setAccessible(true);
    method.invoke(instance);
  }

  private static Deque<Class<?>> types(Class<?> most) {
    Deque<Class<?>> types = new ArrayDeque<>();
    for (Class<?> type = most; type != null; type = type.getSuperclass()) {
      types.addFirst(type);
    }
    return types;
  }
}
