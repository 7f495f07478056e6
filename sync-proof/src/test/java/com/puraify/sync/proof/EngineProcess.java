package com.puraify.sync.proof;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A {@link KilledEngine} in a process of its own, as its parent sees it. */
final class EngineProcess implements AutoCloseable {

  private static final int QUIET_RUNS = 3;

  private final Process process;
  private final Thread reader;
  private final AtomicLong writes = new AtomicLong();
  private final AtomicLong runs = new AtomicLong();
  private final AtomicLong quiet = new AtomicLong();
  private volatile String last = "nothing yet";

  EngineProcess(List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(KilledEngine.class.getName());
    command.addAll(arguments);
    this.process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    this.reader = new Thread(this::listen, "engine-process");
    reader.setDaemon(true);
    reader.start();
  }

  private void listen() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        hear(line);
      }
    } catch (IOException e) {
      last = "its output ended: " + e;
    }
  }

  private void hear(String line) {
    if (line.equals(KilledEngine.WRITTEN)) {
      writes.incrementAndGet();
      return;
    }
    last = line;
    if (line.startsWith(KilledEngine.RUN)) {
      runs.incrementAndGet();
      if (line.startsWith(KilledEngine.RUN + " success 0 ")) {
        quiet.incrementAndGet();
      } else {
        quiet.set(0);
      }
    }
  }

  /** Returns how many writes it said it made. */
  long writes() {
    return writes.get();
  }

  /** Returns how many runs it said it finished. */
  long runs() {
    return runs.get();
  }

  /** Returns whether its latest runs found nothing to do. */
  boolean isQuiet() {
    return quiet.get() >= QUIET_RUNS;
  }

  /** Returns the last thing it said of a run. */
  String last() {
    return last;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it as the machine's power switch would, with SIGKILL where there are signals. */
  void kill() throws InterruptedException {
    close();
    reader.join();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
