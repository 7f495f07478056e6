package com.puraify.sync.laws;

import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.lifecycle.AfterContainerHook;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.ContainerLifecycleContext;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/** Counts the cases that the laws were tried on, and says so at the end of each class. */
final class Cases implements AroundTryHook, AfterContainerHook {

  private static final AtomicLong ALL = new AtomicLong();

  @Override
  public TryExecutionResult aroundTry(
      TryLifecycleContext context, TryExecutor aTry, java.util.List<Object> parameters) {
    ALL.incrementAndGet();
    return aTry.execute(parameters);
  }

  @Override
  public void afterContainer(ContainerLifecycleContext context) {
    System.out.println("planner laws: " + ALL.get() + " cases by the end of " + context.label());
  }

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }
}
