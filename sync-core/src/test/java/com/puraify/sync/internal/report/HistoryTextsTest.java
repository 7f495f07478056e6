package com.puraify.sync.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.delta.Base;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.GuardException;
import com.puraify.sync.error.MappingException;
import com.puraify.sync.error.PermissionDeniedException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.report.Rejection;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.Link;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the history is read from comes back as it was written. */
class HistoryTextsTest {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  @Test
  void journalEntry_comesBackAsItWas() {
    JournalEntry entry =
        new JournalEntry(
            "run",
            Side.REMOTE,
            "r|1",
            "UPDATE",
            "changed",
            false,
            Fields.of("a", Value.text("x"), "b", Value.NULL),
            Fields.of("a", Value.choice("y")),
            Map.of(
                "a", new JournalEntry.Rule("person", true, Value.number(1), Value.text("\u0000"))));

    assertThat(JournalJson.read(JournalJson.write(entry))).isEqualTo(entry);
  }

  @Test
  void entryOfEarlierVersions_isRead() {
    JournalEntry entry =
        JournalJson.read(
            "{\"run\":\"r\",\"side\":\"LOCAL\",\"id\":\"l1\",\"action\":\"DELETE\",\"reason\":\"gone\","
                + "\"before\":{\"a\":1},\"after\":{},\"rules\":{}}");

    assertThat(entry.made()).isTrue();
    assertThat(entry.before().get("a")).isEqualTo(Value.number(1));
  }

  @Test
  void createdItems_areKeptInRanges() {
    TraceJson.Created created =
        TraceJson.readCreated(
            JournalJson.parse(
                TraceJson.created("run", Side.LOCAL, List.of(3L, 4L, 5L, 9L, 11L, 12L))));

    assertThat(created.ranges())
        .containsExactly(new long[] {3, 5}, new long[] {9, 9}, new long[] {11, 12});
    assertThat(created.has(5)).isTrue();
    assertThat(created.has(6)).isFalse();
    assertThat(created.side()).isEqualTo(Side.LOCAL);
  }

  @Test
  void partedPair_comesBackAsItWas() {
    Link link = new Link(7, "l", "r", Base.empty(), Base.empty(), Link.Condition.SOUND);

    assertThat(TraceJson.readParted(JournalJson.parse(TraceJson.parted(link))))
        .isEqualTo(new TraceJson.Parted("l", "r", 7));
  }

  @Test
  void report_comesBackAsItWas() {
    for (SyncException failure :
        List.of(
            new GuardException("g"),
            new StateException("s"),
            new PermissionDeniedException("p"),
            new SyncCancelledException("c"),
            new MappingException(List.of("m")),
            new ConfigurationException("where", "what: it is"),
            new ConnectorException(ConnectorException.Kind.RATE_LIMITED, "r"))) {
      ReportBuilder builder = ReportBuilder.of("tasks", "run1", START);
      builder.read(Side.LOCAL, 5);
      builder.created(Side.REMOTE);
      builder.itemSynced();
      builder.conflictSettled("prefer_remote");
      builder.note("one thing");
      builder.rejected(
          new Rejection(
              Side.REMOTE, "l1", null, WriteResult.Reason.INVALID_VALUE, "title", "too long"));
      builder.status(SyncStatus.FAILED);
      builder.resumeAt(START.plusSeconds(60));
      builder.failure(failure);
      SyncReport report = builder.build(START.plusSeconds(2));

      SyncReport read = ReportJson.read(report.toJson());

      assertThat(read.toJson()).isEqualTo(report.toJson());
      assertThat(read.rejections()).isEqualTo(report.rejections());
      assertThat(read.resumeAt()).isEqualTo(report.resumeAt());
      assertThat(read.failure().orElseThrow())
          .hasSameClassAs(failure)
          .hasMessage(failure.getMessage());
    }
  }

  @Test
  void damagedTexts_areStateExceptions() {
    for (String text : List.of("", "{", "[]", "{}", "{\"run\":1}", "{\"side\":\"UP\"}")) {
      assertThatThrownBy(() -> JournalJson.read(text)).as(text).isInstanceOf(StateException.class);
      assertThatThrownBy(() -> ReportJson.read(text)).as(text).isInstanceOf(StateException.class);
    }
  }
}
