package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import java.util.List;
import java.util.Objects;

/** Finds the codec for each of Notion's property types. */
final class PropertyTypes {

  private static final int MAX_URL = 2_000;
  private static final int MAX_EMAIL = 200;
  private static final int MAX_PHONE = 200;
  private static final List<String> PLACE =
      List.of("lat", "lon", "name", "address", "aws_place_id", "google_place_id");
  private static final List<String> VERIFICATION = List.of("state", "date", "verified_by");

  private PropertyTypes() {}

  /**
   * Reads a property of a schema.
   *
   * @param name the name under which the schema lists it
   * @throws com.puraify.sync.error.ConnectorException of kind {@code PROTOCOL} if it is none
   */
  static Property read(String name, Json json) {
    String type = json.at("type").text();
    String id = Objects.requireNonNullElse(json.at("id").textOrNull(), name); // a name will do too
    return Property.of(id, name, type, codec(type, json.at(type)));
  }

  private static PropertyCodec codec(String type, Json config) {
    return switch (type) {
      case "title", "rich_text" -> new TextCodec();
      case "number" -> new NumberCodec();
      case "checkbox" -> new CheckboxCodec();
      case "select" -> new SelectCodec(new Options(config, true));
      case "status" -> new SelectCodec(new Options(config, false));
      case "multi_select" -> new MultiSelectCodec(new Options(config, true));
      case "date" -> new DateCodec();
      case "people" -> ReferencesCodec.people();
      case "relation" -> ReferencesCodec.relation(target(config));
      case "files" -> new FilesCodec();
      case "url" -> new PlainTextCodec(MAX_URL);
      case "email" -> new PlainTextCodec(MAX_EMAIL);
      case "phone_number" -> new PlainTextCodec(MAX_PHONE);
      case "place" -> new KeptJsonCodec(PLACE);
      case "verification" -> new KeptJsonCodec(VERIFICATION);
      case "formula" -> ComputedCodec.formula();
      case "rollup" -> ComputedCodec.rollup(config);
      case "unique_id" -> ComputedCodec.uniqueId();
      case "created_time", "last_edited_time" -> ComputedCodec.time();
      case "created_by", "last_edited_by" -> ComputedCodec.user();
      default -> ComputedCodec.raw();
    };
  }

  private static String target(Json config) {
    Json dataSource = config.at("data_source_id");
    Json target = dataSource.isText() ? dataSource : config.at("database_id");
    return NotionIds.normal(Objects.requireNonNullElse(target.textOrNull(), ""));
  }
}
