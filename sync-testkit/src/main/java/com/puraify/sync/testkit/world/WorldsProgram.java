package com.puraify.sync.testkit.world;

import com.puraify.sync.host.TimeSource;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The program that plays worlds: reads its options, and tells how it ended. */
final class WorldsProgram {

  private static final Set<String> KNOWN =
      Set.of("--worlds", "--seconds", "--seed", "--threads", "--shrink", "--trace");
  private static final String USAGE =
      "usage: Worlds [--profile notion|airtable|hubspot] [--worlds N] [--seconds N] [--seed S] [--threads T] [--shrink N],"
          + " or Worlds [--profile P] --trace SEED";

  private WorldsProgram() {}

  /** Runs the program, and returns what it exits with. */
  static int run(String[] args, PrintStream out) {
    Map<String, Long> options = new LinkedHashMap<>();
    Worlds worlds = Worlds.printingTo(out);
    for (int i = 0; i < args.length; i += 2) {
      if (args[i].equals("--profile")) {
        String name = i + 1 < args.length ? args[i + 1] : "";
        try {
          worlds.profile(PlatformProfile.of(name));
          continue;
        } catch (IllegalArgumentException e) {
          out.println("there is no profile '" + name + "'; " + USAGE);
          return 2;
        }
      }
      try {
        options.put(args[i], Long.parseLong(i + 1 < args.length ? args[i + 1] : ""));
      } catch (NumberFormatException e) {
        out.println(args[i] + " needs a number; " + USAGE);
        return 2;
      }
      if (!KNOWN.contains(args[i])) {
        out.println("unknown option " + args[i] + "; " + USAGE);
        return 2;
      }
    }
    return run(options, worlds);
  }

  private static int run(Map<String, Long> options, Worlds worlds) {
    Long traced = options.get("--trace");
    if (traced != null) {
      worlds.trace(traced);
      return 0;
    }
    Long seconds = options.get("--seconds");
    if (seconds != null) {
      worlds.within(Duration.ofSeconds(seconds));
    }
    worlds.shrinking((int) (long) options.getOrDefault("--shrink", 3L));
    long fresh = TimeSource.system().instant().toEpochMilli() * 1_000;
    long threads = Runtime.getRuntime().availableProcessors();
    boolean held =
        worlds.play(
            options.getOrDefault("--seed", fresh),
            options.getOrDefault("--worlds", seconds == null ? 10_000L : Long.MAX_VALUE / 2),
            (int) (long) options.getOrDefault("--threads", threads),
            Long.MAX_VALUE);
    return held ? 0 : 1;
  }
}
