package com.puraify.sync.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.FirstSync;
import com.puraify.sync.Priority;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.connector.Json;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.plan.WriteGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublishedSchemaTest {

  private final Json schema = Json.parse(SyncConfig.jsonSchema());

  @Test
  void schema_saysWhatItIs() {
    assertThat(schema.at("$schema").text())
        .isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(schema.at("$id").text()).isEqualTo("https://puraify.com/schemas/sync-config.json");
  }

  @Test
  void everyObject_isClosedOrSaysWhatItHolds() {
    List<String> open = new ArrayList<>();
    objects(schema, "", open);

    assertThat(open).isEmpty();
  }

  @Test
  void everyMember_isDescribed() {
    List<String> silent = new ArrayList<>();
    members(schema, "", silent);

    assertThat(silent).isEmpty();
  }

  @Test
  void everyReference_staysInTheDocument() {
    assertThat(references(schema)).isNotEmpty().allMatch(target -> target.startsWith("#/$defs/"));
  }

  @Test
  void words_areTheConstantsOfTheTypes() {
    Map.<String, Class<? extends Enum<?>>>of(
            "priority", Priority.class,
            "delete_policy", DeletePolicy.class,
            "drift", Drift.class,
            "on_leave", LeavePolicy.class,
            "first_sync", FirstSync.class,
            "write_guard", WriteGuard.class)
        .forEach(
            (member, type) ->
                assertThat(
                        schema.at("properties", member, "enum").elements().stream().map(Json::text))
                    .as(member)
                    .containsExactlyInAnyOrderElementsOf(
                        Stream.of(type.getEnumConstants())
                            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                            .toList()));
  }

  @Test
  void defaults_areTheBuilders() {
    Json members = schema.at("properties");
    assertThat(members.at("max_deletes", "default").number().intValue())
        .isEqualTo(Guards.DEFAULT_MAX_DELETES);
    assertThat(members.at("max_delete_share", "default").number().doubleValue())
        .isEqualTo(Guards.DEFAULT_MAX_DELETE_SHARE);
    assertThat(members.at("sweep_every", "default").text())
        .isEqualTo(SyncConfig.DEFAULT_SWEEP.toString());
    assertThat(members.at("latest_wins_tolerance", "default").text())
        .isEqualTo(ConfigReader.DEFAULT_TOLERANCE.toString());
    assertThat(java.time.Duration.parse(members.at("keep_journal", "default").text()))
        .isEqualTo(SyncConfig.DEFAULT_JOURNAL);
  }

  private static void objects(Json node, String path, List<String> open) {
    node.members().forEach((name, child) -> objects(child, path + "/" + name, open));
    node.elements().forEach(child -> objects(child, path + "/*", open));
    if ("object".equals(node.at("type").textOrNull())
        && node.at("additionalProperties").isMissing()) {
      open.add(path);
    }
  }

  private static void members(Json node, String path, List<String> silent) {
    node.at("properties")
        .members()
        .forEach(
            (name, member) -> {
              if (!member.at("description").isText()) {
                silent.add(path + "/" + name);
              }
            });
    node.members().forEach((name, child) -> members(child, path + "/" + name, silent));
  }

  private static List<String> references(Json node) {
    List<String> targets = new ArrayList<>();
    node.members().values().forEach(child -> targets.addAll(references(child)));
    node.elements().forEach(child -> targets.addAll(references(child)));
    if (node.at("$ref").isText()) {
      targets.add(node.at("$ref").text());
    }
    return targets;
  }
}
