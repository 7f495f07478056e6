package com.puraify.sync.examples.quickstart;

import com.puraify.sync.error.SyncException;
import com.puraify.sync.host.TimeSource;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program behind {@code ./quickstart}. */
@Command(
    name = "./quickstart",
    mixinStandardHelpOptions = false,
    sortOptions = false,
    header = "Shows the Sync Engine at work: a SQLite table and Notion, kept equal both ways.",
    description = {
      "",
      "Without options, Notion is simulated in this process: no account, no network. Both sides are"
          + " filled with a few hundred tasks, synced, edited on both sides, and synced again; you see"
          + " what each run did and why. The last line of the output is the second run's report as"
          + " JSON.",
      "",
      "With --notion, the real thing: plans a two-way sync of a Notion data source with a SQLite"
          + " table, which is made from the data source's properties if it does not exist.",
      ""
    },
    optionListHeading = "Options:%n",
    footer = {
      "",
      "For --notion, set in the environment:",
      "  NOTION_TOKEN        the secret of an integration that the data source is shared with",
      "  NOTION_DATA_SOURCE  the data source's name or id",
      "",
      "Exit codes: 0 all is well; 1 the sides are not equal, or the sync failed; 2 wrong usage."
    })
public final class Quickstart implements Callable<Integer> {

  static final int USAGE = 2;

  private final Screen screen;
  private final Map<String, String> environment;

  @Option(names = "--notion", description = "Plan a sync with the real Notion; writes nothing.")
  private boolean notion;

  @Option(names = "--apply", description = "With --notion: carry the plan out.")
  private boolean apply;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where the SQLite files go. Default: a new temporary directory; with --notion, the"
              + " directory quickstart-data.")
  private @Nullable Path data;

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Option(names = "--help", usageHelp = true, description = "Show this, and do nothing.")
  private boolean help;

  private Quickstart(Screen screen, Map<String, String> environment) {
    this.screen = screen;
    this.environment = environment;
  }

  /** Runs the quickstart, and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    boolean terminal =
        Boolean.getBoolean("quickstart.terminal") && System.getenv("NO_COLOR") == null;
    int width = Integer.getInteger("quickstart.width", Screen.DEFAULT_WIDTH);
    System.exit(run(new Screen(out, err, terminal, width), System.getenv(), args));
  }

  /** Runs the quickstart, and returns its exit code. */
  static int run(Screen screen, Map<String, String> environment, String... args) {
    CommandLine line = new CommandLine(new Quickstart(screen, environment));
    line.setOut(new PrintWriter(screen.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(screen.err(), true, StandardCharsets.UTF_8));
    line.setUsageHelpWidth(Screen.DEFAULT_WIDTH);
    line.setExecutionExceptionHandler(
        (failure, command, result) -> {
          if (!(failure instanceof SyncException
              || failure instanceof IOException
              || failure instanceof SQLException)) {
            throw failure;
          }
          screen.err().println("quickstart: " + failure.getMessage());
          return 1;
        });
    return line.execute(args);
  }

  @Override
  public Integer call() throws IOException, SQLException {
    if (!notion) {
      if (apply) {
        return usage("--apply is for --notion: ./quickstart --notion --apply");
      }
      return new SimulatedStory(screen, TimeSource.system(), fresh()).tell();
    }
    for (String variable : List.of(RealNotion.TOKEN, RealNotion.DATA_SOURCE)) {
      if (environment.getOrDefault(variable, "").isBlank()) {
        return usage(
            "--notion needs NOTION_TOKEN and NOTION_DATA_SOURCE in the environment; "
                + variable
                + " is not set");
      }
    }
    Path directory = data == null ? Path.of("quickstart-data") : data;
    Files.createDirectories(directory);
    return new RealNotion(screen, environment, directory).run(apply);
  }

  private int usage(String message) {
    screen.err().println("quickstart: " + message);
    return USAGE;
  }

  private Path fresh() throws IOException {
    if (data == null) {
      return Files.createTempDirectory("sync-quickstart-");
    }
    Files.createDirectories(data);
    for (String name : new String[] {"tasks.db", "sync-state.db"}) {
      if (Files.exists(data.resolve(name))) {
        throw new IOException(
            data.resolve(name) + " exists; name a directory without it, or remove it");
      }
    }
    return data;
  }
}
