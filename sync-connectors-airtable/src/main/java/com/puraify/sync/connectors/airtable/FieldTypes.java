package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.Json;
import java.math.BigDecimal;
import java.util.Objects;

/** Finds the codec for each of Airtable's field types. */
final class FieldTypes {

  /** Percentages are fractions: two more digits than are shown. */
  private static final int PERCENT_DIGITS = 2;

  /** Durations are seconds, shown to the millisecond at most. */
  private static final int DURATION_DIGITS = 3;

  private static final int MAX_RATING = 10;

  private FieldTypes() {}

  /**
   * Reads a field of a schema.
   *
   * @param base the id of the base, in which links stay
   * @throws com.puraify.sync.error.ConnectorException of kind {@code PROTOCOL} if it is none
   */
  static Column read(String base, Json json) {
    String type = json.at("type").text();
    return Column.of(
        json.at("id").text(), json.at("name").text(), type, codec(base, type, json.at("options")));
  }

  private static FieldCodec codec(String base, String type, Json options) {
    return switch (type) {
      case "singleLineText", "email", "url", "phoneNumber" -> TextCodec.line();
      case "multilineText" -> TextCodec.lines();
      case "richText" -> TextCodec.rich();
      case "number", "currency" -> NumberCodec.ofScale(precision(options, 0));
      case "percent" -> NumberCodec.ofScale(precision(options, PERCENT_DIGITS));
      case "duration" -> NumberCodec.ofScale(DURATION_DIGITS);
      case "rating" -> new RatingCodec(integer(options.at("max"), MAX_RATING));
      case "checkbox" -> new CheckboxCodec();
      case "singleSelect" -> new ChoiceCodec(new Choices(options));
      case "multipleSelects" -> new ChoicesCodec(new Choices(options));
      case "date" -> new DayCodec();
      case "dateTime" -> new MomentCodec();
      case "multipleRecordLinks" ->
          ReferencesCodec.links(
              Table.key(
                  base, Objects.requireNonNullElse(options.at("linkedTableId").textOrNull(), "")));
      case "singleCollaborator" -> new PersonCodec();
      case "multipleCollaborators" -> ReferencesCodec.people();
      case "multipleAttachments" -> new AttachmentsCodec();
      case "barcode" -> new BarcodeCodec();
      default -> ComputedCodec.of(type, options);
    };
  }

  private static int precision(Json options, int more) {
    int digits = integer(options.at("precision"), Integer.MAX_VALUE);
    return digits == Integer.MAX_VALUE ? digits : digits + more;
  }

  private static int integer(Json json, int otherwise) {
    return json.isNumber()
        ? json.number().min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue()
        : otherwise;
  }
}
