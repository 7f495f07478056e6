package com.puraify.sync.examples.quickstart;

import java.util.ArrayList;
import java.util.List;

/**
 * Fits texts into columns of a terminal, where some characters are two cells wide and some none.
 */
final class Cells {

  private static final int JOINER = 0x200D;

  private Cells() {}

  /** Returns how many cells a text takes. */
  static int width(String text) {
    int width = 0;
    boolean joined = false;
    for (int point : text.codePoints().toArray()) {
      width += joined ? 0 : width(point);
      joined = point == JOINER;
    }
    return width;
  }

  private static int width(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        (point >= 0x1100 && point <= 0x115F)
            || (point >= 0x2E80 && point <= 0xA4CF)
            || (point >= 0xAC00 && point <= 0xD7A3)
            || (point >= 0xF900 && point <= 0xFAFF)
            || (point >= 0xFE30 && point <= 0xFE6F)
            || (point >= 0xFF00 && point <= 0xFF60)
            || (point >= 0x1F300 && point <= 0x1FAFF)
            || (point >= 0x20000 && point <= 0x3FFFD);
    return wide ? 2 : 1;
  }

  /** Returns a text of exactly so many cells: cut with an ellipsis, or filled up with blanks. */
  static String fit(String text, int cells) {
    String cut = cut(text, cells);
    return cut + " ".repeat(cells - width(cut));
  }

  /** Returns a text of one line and at most so many cells, cut with an ellipsis. */
  static String cut(String text, int cells) {
    String line = text.replaceAll("\\s+", " ").strip();
    if (width(line) <= cells) {
      return line;
    }
    StringBuilder cut = new StringBuilder();
    for (int point : line.codePoints().toArray()) {
      String longer = cut + Character.toString(point);
      if (width(longer) > cells - 1) {
        break;
      }
      cut.appendCodePoint(point);
    }
    return cut.toString().stripTrailing() + "…";
  }

  /** Returns a text in lines of at most so many cells, broken between words. */
  static List<String> wrap(String text, int cells) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.strip().split("\\s+", -1)) {
      if (!line.isEmpty() && width(line) + 1 + width(word) > cells) {
        lines.add(line);
        line = "";
      }
      line = line.isEmpty() ? cut(word, cells) : line + " " + word;
    }
    lines.add(line);
    return lines;
  }
}
