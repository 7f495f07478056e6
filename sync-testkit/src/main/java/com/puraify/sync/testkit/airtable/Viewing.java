package com.puraify.sync.testkit.airtable;

/**
 * What a cell is seen in.
 *
 * @param depth how many computed cells led here
 */
record Viewing(Workspace workspace, BaseRecord base, TableRecord table, int depth) {
  private static final int DEEPEST = 50;

  static Viewing of(Workspace workspace, BaseRecord base, TableRecord table) {
    return new Viewing(workspace, base, table, 0);
  }

  /** Returns the view from a computed cell on the cells that it is computed from. */
  Viewing on(TableRecord other) {
    if (depth > DEEPEST) {
      throw new FormulaFailure("computed fields refer to each other in a circle");
    }
    return new Viewing(workspace, base, other, depth + 1);
  }
}
