package com.puraify.sync.testkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.testkit.airtable.AirtableProgram;
import com.puraify.sync.testkit.hubspot.HubSpotProgram;
import com.puraify.sync.testkit.notion.NotionProgram;
import com.puraify.sync.testkit.simulator.SimulatorProgram;
import com.puraify.sync.testkit.simulator.SimulatorProgram.Running;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The program that serves a simulated platform until it is stopped: {@code simulator notion --port
 * 8101}. Its first line on standard output is a JSON object that says where it is and how to get
 * in.
 */
public final class Simulators {
  private static final List<SimulatorProgram> PROGRAMS =
      List.of(new AirtableProgram(), new HubSpotProgram(), new NotionProgram());
  private static final String PORT = "--port";

  private Simulators() {}

  /** Runs the program; exits with 1 when it cannot start, and with 0 when it is stopped. */
  public static void main(String[] args) throws InterruptedException {
    if (List.of(args).contains("--help")) {
      System.out.print(usage());
      return;
    }
    Running running = launch(List.of(args), System.out, System.err);
    if (running == null) {
      System.exit(1);
      return;
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  running.close();
                  // Being stopped is how this program ends well; the JVM would say 143.
                  Runtime.getRuntime().halt(0);
                }));
    new CountDownLatch(1).await();
  }

  /**
   * Starts what the arguments ask for and announces it, or complains in one line and returns null.
   */
  static @Nullable Running launch(List<String> args, PrintStream out, PrintStream err) {
    if (args.isEmpty()) {
      err.print(usage());
      return null;
    }
    try {
      SimulatorProgram program = program(args.get(0));
      Map<String, String> options = options(program, args.subList(1, args.size()));
      String port = options.remove(PORT);
      Running running = program.start(port == null ? 0 : port(port), options);
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      running.announcement().forEach(line::put);
      out.println(line);
      out.flush();
      return running;
    } catch (IllegalArgumentException | UncheckedIOException e) {
      err.println("simulator: " + e.getMessage());
      return null;
    }
  }

  private static SimulatorProgram program(String platform) {
    return PROGRAMS.stream()
        .filter(program -> program.platform().equals(platform))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown platform \"" + platform + "\"; known are: " + platforms()));
  }

  private static Map<String, String> options(SimulatorProgram program, List<String> args) {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < args.size(); i += 2) {
      String name = args.get(i);
      if (!name.equals(PORT) && !program.options().containsKey(name)) {
        throw new IllegalArgumentException(
            "unknown option \""
                + name
                + "\"; known are: "
                + PORT
                + ", "
                + String.join(", ", program.options().keySet()));
      }
      if (i + 1 == args.size()) {
        throw new IllegalArgumentException(name + " needs a value");
      }
      options.put(name, args.get(i + 1));
    }
    return options;
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(badPort(text), e);
    }
    throw new IllegalArgumentException(badPort(text));
  }

  private static String badPort(String text) {
    return PORT + " must be a whole number from 0 to 65535, was " + text;
  }

  private static String platforms() {
    return PROGRAMS.stream().map(SimulatorProgram::platform).collect(Collectors.joining(", "));
  }

  private static String usage() {
    StringBuilder usage =
        new StringBuilder("Usage: simulator PLATFORM [--port PORT] [OPTION]...\n");
    usage.append("Serves a simulated platform on 127.0.0.1 until it is stopped.\n");
    usage.append("  --port  the port, or 0 for any free one (default 0)\n");
    for (SimulatorProgram program : PROGRAMS) {
      usage.append(program.platform()).append(":\n");
      program
          .options()
          .forEach((k, v) -> usage.append("  ").append(k).append("  ").append(v).append('\n'));
    }
    return usage.toString();
  }
}
