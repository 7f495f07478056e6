package com.puraify.sync.internal.http;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a log would show of an exception. */
final class Traces {

  private Traces() {}

  static String of(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
