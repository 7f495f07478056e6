package com.puraify.sync.testkit.airtable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads formulas, by recursive descent: comparison, {@code &}, sum, product, sign. */
final class FormulaParser {
  private static final List<Set<String>> LEVELS =
      List.of(
          Set.of("=", "!=", "<", ">", "<=", ">="), Set.of("&"), Set.of("+", "-"), Set.of("*", "/"));
  private static final int DEEPEST = 200;

  private final String text;
  private int at;
  private int depth;

  private FormulaParser(String text) {
    this.text = text;
  }

  /**
   * Returns the formula that is written so.
   *
   * @throws FormulaFailure if it is not well formed, or names an unknown function
   */
  static Expression parse(String text) {
    FormulaParser parser = new FormulaParser(text);
    Expression formula = parser.level(0);
    parser.skip();
    if (parser.at < text.length()) {
      throw parser.unexpected();
    }
    return formula;
  }

  private Expression level(int level) {
    if (level == LEVELS.size()) {
      return signed();
    }
    Expression left = level(level + 1);
    for (String operator = operator(level); !operator.isEmpty(); operator = operator(level)) {
      at += operator.length();
      left = new Expression.Operation(operator, left, level(level + 1));
    }
    return left;
  }

  private String operator(int level) {
    skip();
    for (int length = 2; length > 0; length--) {
      int end = at + length;
      if (end <= text.length() && LEVELS.get(level).contains(text.substring(at, end))) {
        return text.substring(at, end);
      }
    }
    return "";
  }

  private Expression signed() {
    skip();
    if (next() == '-' || next() == '+') {
      boolean minus = text.charAt(at++) == '-';
      Expression operand = signed();
      return minus ? new Expression.Operation("-", new Expression.Literal(0.0), operand) : operand;
    }
    return primary();
  }

  private Expression primary() {
    skip();
    char first = next();
    if (first == '(') {
      at++;
      Expression inner = nested();
      expect(')');
      return inner;
    }
    if (first == '{') {
      return field();
    }
    if (first == '"' || first == '\'') {
      return new Expression.Literal(string(first));
    }
    if (Character.isDigit(first) || first == '.') {
      return number();
    }
    if (Character.isLetter(first) || first == '_') {
      return word();
    }
    throw unexpected();
  }

  private Expression nested() {
    if (++depth > DEEPEST) {
      throw new FormulaFailure("nested too deep");
    }
    Expression inner = level(0);
    depth--;
    return inner;
  }

  private Expression field() {
    StringBuilder name = new StringBuilder();
    for (at++; next() != '}'; at++) {
      if (next() == '\\') {
        at++;
      }
      name.append(next());
      if (at >= text.length()) {
        throw new FormulaFailure("a } is missing");
      }
    }
    at++;
    return new Expression.FieldReference(name.toString());
  }

  private String string(char quote) {
    StringBuilder string = new StringBuilder();
    for (at++; at < text.length() && next() != quote; at++) {
      if (next() == '\\') {
        at++;
        string.append(escaped(next()));
      } else {
        string.append(next());
      }
    }
    if (at >= text.length()) {
      throw new FormulaFailure("a closing quote is missing");
    }
    at++;
    return string.toString();
  }

  private static char escaped(char letter) {
    return switch (letter) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> letter;
    };
  }

  private Expression number() {
    int start = at;
    while (Character.isDigit(next()) || next() == '.') {
      at++;
    }
    try {
      return new Expression.Literal(Double.valueOf(text.substring(start, at)));
    } catch (NumberFormatException e) {
      throw unexpected();
    }
  }

  private Expression word() {
    int start = at;
    while (Character.isLetterOrDigit(next()) || next() == '_') {
      at++;
    }
    String word = text.substring(start, at);
    skip();
    if (next() != '(') {
      return new Expression.FieldReference(word);
    }
    at++;
    List<Expression> arguments = new ArrayList<>();
    skip();
    if (next() != ')') {
      arguments.add(nested());
      for (skip(); next() == ','; skip()) {
        at++;
        arguments.add(nested());
      }
    }
    expect(')');
    return FormulaFunctions.apply(word, arguments);
  }

  private void expect(char wanted) {
    skip();
    if (next() != wanted) {
      throw unexpected();
    }
    at++;
  }

  private char next() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void skip() {
    while (Character.isWhitespace(next())) {
      at++;
    }
  }

  private FormulaFailure unexpected() {
    return new FormulaFailure(
        at < text.length()
            ? "unexpected \"" + text.charAt(at) + "\" at position " + at
            : "unexpected end");
  }
}
