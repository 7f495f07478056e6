package com.puraify.sync.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.host.TimeSource;
import com.puraify.sync.value.Side;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measurements measure what they say; how fast anything is decides nothing here. */
class BenchmarksTest {

  @TempDir Path folder;

  @Test
  void sqlRound_syncsAndChecksEveryRow() throws Exception {
    SqlBenchmark benchmark =
        new SqlBenchmark(Database.Kind.SQLITE, SampleRow.Key.UUID, TimeSource.system());

    SqlBenchmark.Round round = benchmark.round(folder, 400);

    // Of 400 rows, each side edits 40, deletes 2 and adds 4; 2 are edited on both sides.
    assertThat(round.changes()).isEqualTo(2 * (40 + 2 + 4) + 2);
    assertThat(round.stateBytes()).isPositive();
  }

  @Test
  void check_findsTheRowThatIsNotAsExpected() throws SQLException {
    try (Database database = Database.open(Database.Kind.SQLITE, folder)) {
      SampleTable table =
          new SampleTable(database, Side.LOCAL, Database.table(Side.LOCAL), SampleRow.Key.NUMBER);
      table.create();
      table.insert(LongStream.rangeClosed(1, 3));

      table.check(number -> SampleRow.of(number, SampleRow.Key.NUMBER), 3);

      assertThatThrownBy(() -> table.check(number -> SampleRow.of(number, SampleRow.Key.NUMBER), 4))
          .hasMessageContaining("3 rows instead of 4");
      assertThatThrownBy(
              () ->
                  table.check(
                      number ->
                          SampleEdits.edit(Side.LOCAL, SampleRow.of(number, SampleRow.Key.NUMBER)),
                      3))
          .hasMessageContaining("(edited)");
    }
  }

  @Test
  void notionRuns_takeNoMoreRequestsThanNeeded() throws Exception {
    List<NotionBenchmark.Run> runs = new NotionBenchmark(120, 30).run();

    assertThat(runs)
        .hasSize(7)
        .allSatisfy(run -> assertThat(run.requests()).as(run.name()).isEqualTo(run.fewest()));
  }

  @Test
  void hubspotRuns_takeNoMoreRequestsThanNeeded() throws Exception {
    List<HubSpotBenchmark.Run> runs = new HubSpotBenchmark(450, 150).run();

    assertThat(runs)
        .hasSize(7)
        .allSatisfy(run -> assertThat(run.requests()).as(run.name()).isEqualTo(run.fewest()));
  }

  @Test
  void airtableRuns_takeNoMoreRequestsThanNeeded_andTwoMoreByWebhook() throws Exception {
    List<AirtableBenchmark.Run> runs = new AirtableBenchmark(220, 30).run();

    assertThat(runs)
        .hasSize(11)
        .allSatisfy(
            run ->
                assertThat(run.requests())
                    .as(run.name())
                    .isBetween(
                        run.fewest(),
                        run.fewest()
                            + (run.name().startsWith("by webhook: first")
                                ? 2
                                : run.name().startsWith("by webhook") ? 1 : 0)));
  }

  @Test
  void airtablePush_isMadeOfWhatItSaysItIs() throws Exception {
    Push push = new AirtableBenchmark(1, 1).push(12, Duration.ZERO);

    assertThat(push.items()).isEqualTo(12);
    assertThat(push.seconds()).isPositive();
  }

  @Test
  void pushes_areMadeOfWhatTheySayTheyAre_andLastNoLessThanTheLimitLetsThem() throws Exception {
    assertThat(
            List.of(
                NotionBenchmark.push(12, Duration.ZERO, 180),
                HubSpotBenchmark.push(250, Duration.ofMillis(5))))
        .allSatisfy(push -> assertThat(push.seconds()).isGreaterThanOrEqualTo(push.fewestSeconds()))
        .extracting(Push::items)
        .containsExactly(12, 250);
  }

  @Test
  void mergeSpeeds_areOfItemsThatWereMerged() {
    MergeBenchmark.Speeds speeds = new MergeBenchmark(TimeSource.system()).run(50);

    assertThat(speeds.unchanged()).isPositive();
    assertThat(speeds.changed()).isPositive();
    assertThat(speeds.created()).isPositive();
  }
}
