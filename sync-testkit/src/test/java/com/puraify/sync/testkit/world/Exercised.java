package com.puraify.sync.testkit.world;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.testkit.world.Step.Doing;
import com.puraify.sync.testkit.world.Trouble.Kind;
import java.util.ArrayList;
import java.util.List;

/** What must really have happened in a fair number of worlds, by the names of its counters. */
final class Exercised {

  static final List<String> ALL = all();

  private Exercised() {}

  private static List<String> all() {
    List<String> all = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (kind != Kind.STEP) {
        all.add("fault " + kind + " at ");
      }
    }
    for (Doing doing : Doing.values()) {
      all.add("edit " + doing);
    }
    for (Case.Kind kind : Case.Kind.values()) {
      all.add("answer to " + kind);
    }
    for (String step :
        List.of("Wait", "Jump", "Skew", "Reconfigure", "Restore", "Restart", "Remodel")) {
      all.add("step " + step);
    }
    for (String status :
        List.of("SUCCESS", "PARTIAL", "FAILED", "CANCELLED", "PAUSED", "NEEDS_APPROVAL")) {
      all.add("runs ended as " + status);
    }
    all.addAll(
        List.of(
            "step amid a run",
            "take-overs",
            "runs of another tenant",
            "writes create",
            "writes update",
            "writes delete",
            "answer refused: moved on",
            "oracle compared",
            "I1 overwritten within the window",
            "I9 checkpoints",
            "I14 decided against a person's value",
            "I18 played",
            "I19 played",
            "I20 played",
            "I23 calls under a limit",
            "I25 answers applied"));
    return all;
  }
}
