package com.puraify.sync.examples.quickstart;

import java.io.PrintStream;

/**
 * Where the quickstart shows itself: plain text of a fixed width, coloured on a terminal.
 *
 * @param out the standard output
 * @param err the standard error, for the progress bar and for errors
 * @param terminal whether a person watches: then there are colours and a progress bar
 * @param width how many columns there are
 */
record Screen(PrintStream out, PrintStream err, boolean terminal, int width) {

  static final int DEFAULT_WIDTH = 110;
  private static final int NARROWEST = 80;
  private static final int WIDEST = 150;

  Screen {
    width = Math.max(NARROWEST, Math.min(width, WIDEST));
  }

  /** The few colours that are used; each has a meaning. */
  enum Colour {
    BOLD("1"),
    FAINT("2"),
    RED("31"),
    GREEN("32"),
    YELLOW("33"),
    MAGENTA("35"),
    CYAN("36");

    private final String code;

    Colour(String code) {
      this.code = code;
    }
  }

  String in(Colour colour, String text) {
    return terminal ? "\u001b[" + colour.code + "m" + text + "\u001b[0m" : text;
  }

  void line(String text) {
    out.println(text);
  }

  void blank() {
    out.println();
  }

  void heading(String text) {
    out.println();
    out.println(in(Colour.BOLD, text));
  }
}
