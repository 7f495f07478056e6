package com.puraify.sync.server.standalone;

import com.puraify.sync.error.SyncException;
import com.puraify.sync.host.TimeSource;
import com.puraify.sync.server.ServerSettings;
import com.puraify.sync.server.SettingsReader;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program behind {@code ./server}. */
@Command(
    name = "./server",
    sortOptions = false,
    header = "Serves the Sync Engine over HTTP until it is stopped.",
    description = {
      "",
      "Without options: on http://127.0.0.1:3023, with SQLite files in the folder data. Everything"
          + " can be set in the environment (SYNC_PORT, SYNC_TOKEN, ...) or in a properties file;"
          + " see sync-server/README.md.",
      ""
    },
    optionListHeading = "Options:%n",
    footer = {"", "Exit codes: 0 stopped; 1 it could not start; 2 wrong usage or settings."})
public final class ServerProgram implements Callable<Integer> {

  private final Map<String, String> environment;
  private final PrintStream out;

  @Option(names = "--simulators", description = "Simulate Notion, Airtable and HubSpot.")
  private boolean simulators;

  @Option(names = "--data", paramLabel = "DIR", description = "Where the SQLite files go.")
  private @Nullable Path data;

  @Option(names = "--port", description = "The port; 0 for any free one.")
  private @Nullable String port;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A properties file; also SYNC_CONFIG. The environment wins over it.")
  private @Nullable Path config;

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Option(names = "--help", usageHelp = true, description = "Show this, and do nothing.")
  private boolean help;

  private ServerProgram(Map<String, String> environment, PrintStream out) {
    this.environment = environment;
    this.out = out;
  }

  /** Runs the program until it is stopped. */
  public static void main(String[] args) {
    CommandLine line = new CommandLine(new ServerProgram(System.getenv(), System.out));
    line.setExecutionExceptionHandler(
        (failure, command, result) -> {
          System.err.println("server: " + failure.getMessage());
          return 1;
        });
    System.exit(line.execute(args));
  }

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    ServerSettings settings;
    try {
      settings = SettingsReader.read(environment, file(), given());
    } catch (SyncException | IOException e) {
      System.err.println("server: " + e.getMessage());
      return 2;
    }
    Standalone standalone;
    try {
      standalone = Standalone.start(settings, environment, TimeSource.system());
    } catch (JavalinException e) {
      System.err.println(
          "server: cannot listen on "
              + settings.host()
              + ":"
              + settings.port()
              + "; is another server there? Set SYNC_PORT to another port");
      return 1;
    }
    announce(standalone, settings);
    serve(standalone);
    return 0;
  }

  private void announce(Standalone standalone, ServerSettings settings) {
    out.println("Serving at " + standalone.server().uri());
    out.println("Local tables in " + settings.database());
    standalone.simulators().forEach((name, at) -> out.println("Simulated " + name + " at " + at));
    out.flush();
  }

  /** Waits to be stopped. The virtual machine waits for the hook, which does the stopping. */
  private static void serve(Standalone standalone) throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  standalone.close();
                  stopped.countDown();
                  // Being stopped is how this program ends well; the JVM would say 143.
                  Runtime.getRuntime().halt(0);
                },
                "stop"));
    stopped.await();
  }

  private @Nullable Path file() {
    String named = environment.get("SYNC_CONFIG");
    return config != null || named == null || named.isBlank() ? config : Path.of(named);
  }

  private Map<String, String> given() {
    Map<String, String> given = new HashMap<>();
    if (simulators) {
      given.put("simulators", "true");
    }
    if (data != null) {
      given.put("data", data.toString());
    }
    if (port != null) {
      given.put("port", port);
    }
    return given;
  }
}
