package com.puraify.sync.examples.quickstart;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.jdbc.JdbcEntity;
import com.puraify.sync.connectors.notion.Notion;
import com.puraify.sync.connectors.notion.NotionConnection;
import com.puraify.sync.examples.quickstart.Screen.Colour;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.mapping.FieldRule;
import com.puraify.sync.plan.Plan;
import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.report.SyncStatus;
import com.puraify.sync.state.jdbc.JdbcStateStore;
import com.puraify.sync.value.Side;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Three syncs of a SQLite table with a simulated Notion, with edits on both sides in between. */
final class SimulatedStory {

  private static final int CALLS_PER_MINUTE = NotionConnection.BUSINESS_CALLS_PER_MINUTE;

  private final Screen screen;
  private final TimeSource time;
  private final Path directory;

  SimulatedStory(Screen screen, TimeSource time, Path directory) {
    this.screen = screen;
    this.time = time;
    this.directory = directory;
  }

  /** What is there to tell the story with. */
  private record Stage(
      TasksTable table,
      NotionTasks notion,
      SyncEngine engine,
      SyncConfig config,
      AtomicReference<Progress> progress) {}

  /**
   * Tells the story.
   *
   * @return the exit code: 0 if both sides are equal in the end
   */
  int tell() throws SQLException {
    long began = time.nanos();
    try (NotionTasks notion = NotionTasks.start(CALLS_PER_MINUTE);
        JdbcStateStore state = JdbcStateStore.sqlite(directory.resolve("sync-state.db"));
        SyncEngine engine = SyncEngine.builder().state(state).build()) {
      TasksTable table = TasksTable.create(TasksTable.sqlite(directory.resolve("tasks.db")));
      Stage stage =
          new Stage(table, notion, engine, config(table, notion), new AtomicReference<>());
      engine.on(
          SyncEvent.Progressed.class,
          event -> {
            Progress progress = stage.progress().get();
            if (progress != null) {
              progress.on(event);
            }
          });
      return tell(stage, began);
    }
  }

  private static SyncConfig config(TasksTable table, NotionTasks notion) {
    return TasksSync.between(
        JdbcEntity.table(TasksTable.NAME, table.dataSource()).modifiedAt("updated_at").build(),
        Notion.connect(Secret.of(notion.token()))
            .baseUri(notion.address())
            .callsPerMinute(CALLS_PER_MINUTE)
            .visibilityLag(Duration.ZERO) // the simulator shows every write at once
            .dataSource(notion.id()));
  }

  private int tell(Stage stage, long began) throws SQLException {
    SampleTasks tasks = SampleTasks.create();
    stage.table().insert(tasks.table(), stage.notion().people());
    stage.notion().add(tasks.notion());
    introduce(stage, tasks);

    screen.heading("1  First sync: both sides hold tasks already; they are matched by title");
    sync(stage);

    screen.heading("2  Meanwhile, people work on both sides");
    edit(stage);

    screen.heading("3  Second sync: merges field by field");
    SyncReport second = sync(stage);

    screen.heading("4  Third sync: nothing has changed");
    SyncReport third = sync(stage);

    screen.heading("5  Result");
    boolean equal = compare(stage);
    boolean idle = idle(third);
    questions(stage);
    screen.blank();
    told("Took", seconds(began) + "; the databases are left in " + directory);
    told("Report", "of the second sync, as the engine answers it:");
    screen.blank();
    screen.line(second.toJson());
    return equal && idle ? 0 : 1;
  }

  private void introduce(Stage stage, SampleTasks tasks) {
    screen.line(
        screen.in(Colour.BOLD, "Sync Engine quickstart")
            + ": a SQLite table and Notion, kept equal both ways");
    screen.blank();
    told("Table", "TasksTable, " + tasks.table().size() + " rows");
    told("", directory.resolve("tasks.db").toString());
    told("Notion", "data source “Tasks”, " + tasks.notion().size() + " pages");
    told(
        "", "simulated in this process, as strict as the real one, at " + stage.notion().address());
    told(
        "",
        "paced at the Business plan's "
            + CALLS_PER_MINUTE
            + " calls a minute (standard plan: 180)");
    told("State", "what both sides last agreed on, and nothing of their content");
    told("", directory.resolve("sync-state.db").toString());
    told(
        "Mapping",
        stage.config().mapping().fields().size()
            + " pairs of fields: every type of property that Notion has");
    told("", "matched by title; on a conflict Notion wins (prefer_remote)");
    told(
        "Data",
        "titles in several scripts, empty notes and notes of 5,000 characters, a task with 32");
    told("", "relations, people, files, and a few titles that several tasks share");
  }

  private void told(String what, String about) {
    screen.line("  " + screen.in(Colour.BOLD, Cells.fit(what, 8)) + about);
  }

  private SyncReport sync(Stage stage) throws SQLException {
    Map<String, String> localTitles = titles(stage.table().rows(), "title");
    Map<String, String> remoteTitles = titles(stage.notion().pages(), "Name");
    Plan plan = stage.engine().plan(stage.config());
    long began = time.nanos();
    SyncReport report;
    try (Progress progress = new Progress(screen, writes(plan))) {
      stage.progress().set(progress);
      report = stage.engine().sync(stage.config()).orThrow();
    } finally {
      stage.progress().set(null);
    }
    new RunTable(screen)
        .print(new RunRows(localTitles, remoteTitles, computed(stage), report).of(plan));
    summarize(report, began);
    return report;
  }

  private static Set<String> computed(Stage stage) {
    return stage.config().mapping().fields().stream()
        .filter(rule -> rule.direction() == Direction.TO_LOCAL)
        .map(FieldRule::local)
        .collect(Collectors.toSet());
  }

  private static long writes(Plan plan) {
    long writes = 0;
    for (Side side : Side.values()) {
      writes += plan.creates(side) + plan.updates(side) + plan.deletes(side);
    }
    return writes;
  }

  private void summarize(SyncReport report, long began) {
    screen.blank();
    Colour colour = report.status() == SyncStatus.SUCCESS ? Colour.GREEN : Colour.YELLOW;
    screen.line(
        "  "
            + screen.in(colour, report.status().word())
            + ": "
            + String.join(
                ", ",
                count(report.syncedItems(), "item") + " synced",
                count(report.matched(), "pair") + " matched",
                count(report.conflictsDetected(), "conflict")
                    + " ("
                    + report.conflictResolution()
                    + ")",
                report.rejected() + " refused"));
    screen.line(
        "    " + count(report.apiCalls(Side.REMOTE), "call") + " to Notion, " + seconds(began));
    if (report.rejected() > 0) {
      because("what is refused is held back until somebody changes it; the rest goes on");
    }
    report.notes().forEach(this::because);
  }

  private void because(String reason) {
    screen.line(screen.in(Colour.FAINT, "    because " + reason));
  }

  private static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private void edit(Stage stage) throws SQLException {
    TasksTable table = stage.table();
    NotionTasks notion = stage.notion();
    table.edit(SampleTasks.EDITED_IN_TABLE, "status", "done");
    told("table", SampleTasks.EDITED_IN_TABLE, "status is done");
    notion.edit(SampleTasks.EDITED_IN_NOTION, "Tags", List.of("customer", "design"));
    told("Notion", SampleTasks.EDITED_IN_NOTION, "gets other tags");
    table.edit(SampleTasks.EDITED_ON_BOTH, "notes", "Legal has read it; two comments.");
    notion.edit(SampleTasks.EDITED_ON_BOTH, "Due", "2026-07-01/2026-07-03");
    told("both", SampleTasks.EDITED_ON_BOTH, "notes here, the due date in Notion: no conflict");
    table.edit(SampleTasks.SAME_EDIT_ON_BOTH, "priority", "Urgent");
    notion.edit(SampleTasks.SAME_EDIT_ON_BOTH, "Priority", "Urgent");
    told("both", SampleTasks.SAME_EDIT_ON_BOTH, "the same priority on both: no conflict");
    table.edit(SampleTasks.CONFLICT, "estimate", 5);
    notion.edit(SampleTasks.CONFLICT, "Estimate", 8);
    told("both", SampleTasks.CONFLICT, "estimate 5 here, 8 in Notion: a conflict");
    table.delete(SampleTasks.DELETED_IN_TABLE);
    told("table", SampleTasks.DELETED_IN_TABLE, "deleted");
    notion.trash(SampleTasks.DELETED_IN_NOTION);
    told("Notion", SampleTasks.DELETED_IN_NOTION, "put into the trash");
    table.insert(List.of(Task.titled("Buy a new coffee machine ☕")), notion.people());
    told("table", "Buy a new coffee machine ☕", "new");
    notion.add(List.of(Task.titled("Prepare the board meeting")));
    told("Notion", "Prepare the board meeting", "new");
    table.edit(SampleTasks.REFUSED, "priority", "High, but not today");
    told("table", SampleTasks.REFUSED, "a priority with a comma, which Notion refuses");
  }

  private void told(String where, String title, String what) {
    screen.line("  " + Cells.fit(where, 8) + Cells.fit("“" + title + "”", 38) + what);
  }

  /** Holds the table against Notion, past the engine: by SQL, and by what people see in Notion. */
  private boolean compare(Stage stage) throws SQLException {
    Set<String> except = new LinkedHashSet<>(SampleTasks.DUPLICATES);
    except.add(SampleTasks.REFUSED);
    Comparison comparison = Comparison.of(stage.table().rows(), stage.notion().pages(), except);
    if (comparison.differences().isEmpty()) {
      screen.line(
          screen.in(
              Colour.GREEN,
              "  ✓ Equal: all "
                  + comparison.equal()
                  + " tasks that can be are equal on both sides, compared field by field without"
                  + " the engine"));
      return true;
    }
    screen.line(screen.in(Colour.RED, "  ✗ Not equal:"));
    comparison.differences().forEach(each -> screen.line("    " + each));
    screen.err().println("quickstart: the two sides differ; this is a bug, please report it");
    return false;
  }

  private boolean idle(SyncReport third) {
    if (third.syncedItems() == 0) {
      screen.line(
          screen.in(Colour.GREEN, "  ✓ Stable: the third sync wrote nothing on either side"));
      return true;
    }
    screen.line(
        screen.in(Colour.RED, "  ✗ The third sync wrote " + third.syncedItems() + " items"));
    screen
        .err()
        .println("quickstart: the third sync wrote something; this is a bug, please report it");
    return false;
  }

  private void questions(Stage stage) throws SQLException {
    Map<String, String> titles = titles(stage.table().rows(), "title");
    List<Case> cases = stage.engine().cases(stage.config());
    screen.line(
        "  ? Open: "
            + count(cases.size(), "question")
            + " for a person; a host lists engine.cases(config) and answers engine.resolve(..):");
    for (Case question : cases) {
      String title = question.localIds().stream().map(titles::get).findFirst().orElse("");
      screen.line(
          "      " + Cells.cut("“" + title + "”: " + question.question(), screen.width() - 6));
    }
  }

  private static Map<String, String> titles(
      List<Map<String, @Nullable Object>> items, String title) {
    Map<String, String> titles = new LinkedHashMap<>();
    items.forEach(
        item -> titles.put(String.valueOf(item.get("id")), String.valueOf(item.get(title))));
    return titles;
  }

  private String seconds(long since) {
    return String.format(Locale.ROOT, "%.1f s", (time.nanos() - since) / 1e9);
  }
}
