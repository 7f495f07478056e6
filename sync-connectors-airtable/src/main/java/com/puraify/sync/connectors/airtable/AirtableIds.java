package com.puraify.sync.connectors.airtable;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Airtable's ids: three letters that tell the kind, and 14 letters or digits. */
final class AirtableIds {

  private static final String REST = "[0-9A-Za-z]{14}";
  private static final Pattern BASE = Pattern.compile("app" + REST);
  private static final Pattern TABLE = Pattern.compile("tbl" + REST);
  private static final Pattern RECORD = Pattern.compile("rec" + REST);
  private static final Pattern PERSON = Pattern.compile("(usr|ugp)" + REST);
  private static final Pattern ATTACHMENT = Pattern.compile("att" + REST);
  private static final Pattern WEBHOOK = Pattern.compile("ach" + REST);
  private static final Pattern RECORD_IN_WORDS =
      Pattern.compile("(?<![0-9A-Za-z])rec" + REST + "(?![0-9A-Za-z])");

  private AirtableIds() {}

  static boolean isBase(String text) {
    return BASE.matcher(text).matches();
  }

  static boolean isTable(String text) {
    return TABLE.matcher(text).matches();
  }

  static boolean isRecord(String text) {
    return RECORD.matcher(text).matches();
  }

  /** Returns whether a text is the id of a user, or of a group of users. */
  static boolean isPerson(String text) {
    return PERSON.matcher(text).matches();
  }

  static boolean isAttachment(String text) {
    return ATTACHMENT.matcher(text).matches();
  }

  static boolean isWebhook(String text) {
    return WEBHOOK.matcher(text).matches();
  }

  /** Returns the first id of a record that a message names. */
  static Optional<String> recordIn(String words) {
    Matcher matcher = RECORD_IN_WORDS.matcher(words);
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }
}
