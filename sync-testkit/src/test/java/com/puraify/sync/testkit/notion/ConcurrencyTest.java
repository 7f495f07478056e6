package com.puraify.sync.testkit.notion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many clients and people at a time. */
class ConcurrencyTest extends Fixture {
  private static final int THREADS = 8;
  private static final int ROUNDS = 25;

  @Test
  void writesOfManyThreads_allArriveOnce() throws InterruptedException, ExecutionException {
    tasks.extend(schema -> schema.uniqueId("Ref", "T"));
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> work = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      String thread = "thread " + t;
      work.add(
          threads.submit(
              () -> {
                for (int i = 0; i < ROUNDS; i++) {
                  String title = thread + " round " + i;
                  ApiClient.Reply made =
                      create("{'title':{'title':[{'text':{'content':'" + title + "'}}]}}");
                  assertThat(made.status()).isEqualTo(200);
                  tasks.page(title).set("Estimate", i);
                  assertThat(query("{'page_size':5}").status()).isEqualTo(200);
                }
              }));
    }
    for (Future<?> each : work) {
      each.get();
    }
    threads.shutdown();

    List<SimulatedPage> pages = tasks.pages();
    assertThat(pages).hasSize(THREADS * ROUNDS);
    HashSet<Object> numbers = new HashSet<>();
    pages.forEach(page -> numbers.add(page.value("Ref")));
    assertThat(numbers).hasSize(THREADS * ROUNDS);
    assertThat(pages).allSatisfy(page -> assertThat(page.value("Estimate")).isNotNull());
    assertThat(sim.requests()).isEqualTo(2L * THREADS * ROUNDS);
  }
}
