package com.puraify.sync.testkit.simulator;

import java.util.Map;

/** A simulator that can be started from the command line. */
public interface SimulatorProgram {

  /** Returns the name of the platform, as it is typed. */
  String platform();

  /** Returns the options besides {@code --port}, each with a line of help, in the order to show. */
  Map<String, String> options();

  /**
   * Starts the simulator with something in it to begin with.
   *
   * @param port the port, or 0 for any free one
   * @param options the values of the options that were given
   * @throws IllegalArgumentException if the value of an option is bad; the message says how
   * @throws java.io.UncheckedIOException if the port cannot be had; the message says so
   */
  Running start(int port, Map<String, String> options);

  /** A simulator that runs until it is closed. */
  interface Running extends AutoCloseable {

    /** Returns what a client needs to know, in the order to show. */
    Map<String, String> announcement();

    @Override
    void close();
  }
}
