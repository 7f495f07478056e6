package com.puraify.sync.testkit.tck;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A rule of the contract that was found broken. */
final class Breach {

  private static final Pattern TEST = Pattern.compile("([A-Z]+)_(\\d+)_.*");
  private static final Pattern MESSAGE = Pattern.compile("[A-Z]+-\\d+: .*", Pattern.DOTALL);

  private Breach() {}

  /**
   * Returns the error that ends a test.
   *
   * @param rule the rule, such as {@code READ-4}
   * @param declared what the connector says of itself
   * @param seen what it did
   * @param remedy what to do about it
   */
  static AssertionError of(String rule, String declared, String seen, String remedy) {
    return new AssertionError(
        rule + ": seen: " + seen + "; declared: " + declared + "; to do: " + remedy);
  }

  /**
   * Returns the rule that a test's name begins with, such as {@code READ-4} of READ_4_ends; none if
   * the test is one that whoever uses the kit has added.
   */
  static Optional<String> rule(String test) {
    Matcher name = TEST.matcher(test);
    return name.matches() ? Optional.of(name.group(1) + "-" + name.group(2)) : Optional.empty();
  }

  /** Returns what ended a test, with the test's rule in front if there is one and it names none. */
  static Throwable named(String test, Throwable end) {
    Optional<String> rule = rule(test);
    if (rule.isEmpty()
        || end.getClass().getSimpleName().equals("TestAbortedException")
        || (end instanceof AssertionError && MESSAGE.matcher("" + end.getMessage()).matches())) {
      return end;
    }
    String what = end instanceof AssertionError ? "" : "unexpected " + end.getClass().getName();
    return new AssertionError(rule.get() + ": " + what + " " + end.getMessage(), end);
  }
}
