package com.puraify.sync.testkit.airtable;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many clients and people at a time. */
class ConcurrencyTest extends Fixture {
  private static final int THREADS = 8;
  private static final int ROUNDS = 25;

  private void work(String thread, SimulatedRecord project) {
    for (int i = 0; i < ROUNDS; i++) {
      String name = thread + " round " + i;
      ApiClient.Reply made = create("{'Name':'" + name + "','Project':['" + project.id() + "']}");
      assertThat(made.status()).isEqualTo(200);
      tasks.record(name).set("Estimate", i);
      assertThat(list("{'pageSize':5}").status()).isEqualTo(200);
    }
  }

  @Test
  void writesOfManyThreads_allArriveOnce() throws InterruptedException, ExecutionException {
    SimulatedRecord project = projects.add("P");
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> all = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      String thread = "thread " + t;
      all.add(threads.submit(() -> work(thread, project)));
    }
    for (Future<?> each : all) {
      each.get();
    }
    threads.shutdown();

    List<SimulatedRecord> records = tasks.records();
    Set<Object> numbers = new HashSet<>();
    records.forEach(record -> numbers.add(record.value("No")));
    assertThat(records).hasSize(THREADS * ROUNDS);
    assertThat(numbers).hasSize(THREADS * ROUNDS);
    assertThat(records).allSatisfy(record -> assertThat(record.value("Estimate")).isNotNull());
    assertThat((List<?>) project.value("Tasks")).hasSize(THREADS * ROUNDS);
    assertThat(sim.requests()).isEqualTo(2L * THREADS * ROUNDS);
  }
}
