package com.puraify.sync.testkit.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records that become one, and records that go. */
class MergesAndRemovalsTest extends Fixture {

  private ApiClient.Reply merge(SimulatedRecord primary, SimulatedRecord loser) {
    return api.post(
        CONTACTS + "/merge",
        "{'primaryObjectId':'" + primary.id() + "','objectIdToMerge':'" + loser.id() + "'}");
  }

  @Test
  void mergedId_answersAsTheWinner() {
    SimulatedRecord ada = contacts.add(Map.of("email", "ada@example.com", "firstname", "Ada"));
    SimulatedRecord old = contacts.add(Map.of("email", "old@example.com", "visits", 3));
    sim.settleIndex();

    ApiClient.Reply merged = merge(ada, old);
    sim.settleIndex();

    assertThat(merged.status()).isEqualTo(200);
    assertThat(merged.json().path("id").asText()).isEqualTo(ada.id());
    JsonNode shown =
        read(old, "visits", "firstname", "email", "hs_additional_emails", "hs_merged_object_ids");
    assertThat(shown.path("id").asText()).isEqualTo(ada.id());
    assertThat(shown.path("properties").path("visits").asText()).isEqualTo("3");
    assertThat(shown.path("properties").path("email").asText()).isEqualTo("ada@example.com");
    assertThat(shown.path("properties").path("hs_additional_emails").asText())
        .isEqualTo("old@example.com");
    assertThat(shown.path("properties").path("hs_merged_object_ids").asText()).isEqualTo(old.id());
    assertThat(search("{}").ids()).containsExactly(ada.id());
    assertThat(api.get(CONTACTS).ids()).containsExactly(ada.id());
    assertThat(api.get(CONTACTS + "?archived=true").ids()).isEmpty();
    assertThat(old.exists()).isFalse();
  }

  @Test
  void secondaryEmail_collidesToo() {
    SimulatedRecord ada = contact("ada@example.com");
    ada.merge(contact("old@example.com"));

    assertThat(create("{'email':'old@example.com'}").message())
        .isEqualTo("Contact already exists. Existing ID: " + ada.id());
  }

  @Test
  void merge_mayMakeANewIdForBoth() {
    sim.quirks().mergesMakeNewIds(true);
    SimulatedRecord ada = contacts.add(Map.of("email", "ada@example.com", "external_id", "1"));
    SimulatedRecord old = contact("old@example.com");

    String id = merge(ada, old).json().path("id").asText();

    assertThat(id).isNotIn(ada.id(), old.id());
    assertThat(read(ada, "email").path("id").asText()).isEqualTo(id);
    assertThat(read(old, "email").path("id").asText()).isEqualTo(id);
    assertThat(contacts.record(id).value("external_id")).isEqualTo("1");
    assertThat(contacts.record(id).value("hs_merged_object_ids"))
        .isEqualTo(old.id() + ";" + ada.id());
    assertThat(contacts.size()).isEqualTo(1);
  }

  @Test
  void chainOfMerges_endsAtTheLastWinner() {
    SimulatedRecord a = contact("a@example.com");
    SimulatedRecord b = contact("b@example.com");
    SimulatedRecord c = contact("c@example.com");
    b.merge(a);
    c.merge(b);

    assertThat(read(a, "email").path("id").asText()).isEqualTo(c.id());
  }

  @Test
  void merge_movesAssociations() {
    SimulatedRecord ada = contact("ada@example.com");
    SimulatedRecord old = contact("old@example.com");
    SimulatedRecord works = sim.companies().add(Map.of("name", "Works"));
    old.associate(works, 1);

    ada.merge(old);

    assertThat(ada.associated(sim.companies())).containsExactly(works.id());
    assertThat(works.associated(contacts)).containsExactly(ada.id());
    assertThat(ada.value("associatedcompanyid")).isEqualTo(works.id());
  }

  @Test
  void merge_refusesUnknownAndEqualRecords() {
    SimulatedRecord ada = contact("ada@example.com");

    assertThat(merge(ada, ada).status()).isEqualTo(400);
    assertThat(
            api.post(
                    CONTACTS + "/merge",
                    "{'primaryObjectId':'" + ada.id() + "','objectIdToMerge':'4711'}")
                .status())
        .isEqualTo(404);
  }

  @Test
  void delete_is204EverAgain() {
    SimulatedRecord ada = contact("ada@example.com");
    String path = CONTACTS + "/" + ada.id();

    assertThat(api.delete(path).status()).isEqualTo(204);
    assertThat(api.delete(path).status()).isEqualTo(204);
    assertThat(api.delete(CONTACTS + "/4711").status()).isEqualTo(204);
    assertThat(api.delete(path).text()).isEmpty();
    assertThat(api.patch(path, "{'properties':{'firstname':'x'}}").status()).isEqualTo(404);
  }

  @Test
  void deleteOfAMergedId_leavesTheWinnerAlone() {
    SimulatedRecord ada = contact("ada@example.com");
    SimulatedRecord old = contact("old@example.com");
    ada.merge(old);

    assertThat(api.delete(CONTACTS + "/" + old.id()).status()).isEqualTo(204);
    assertThat(ada.isArchived()).isFalse();
  }

  @Test
  void restored_hasItsIdAgain() {
    SimulatedRecord ada = contact("ada@example.com");
    ada.archive();
    pass(Duration.ofDays(89));
    ada.restore();

    assertThat(api.get(CONTACTS).ids()).containsExactly(ada.id());
    assertThatThrownBy(ada::restore).isInstanceOf(IllegalStateException.class);
    pass(Duration.ofDays(2));
    assertThat(ada.exists()).isTrue();
  }

  @Test
  void bin_isEmptiedAfterNinetyDays() {
    SimulatedRecord ada = contact("ada@example.com");
    ada.archive();
    pass(Duration.ofDays(90).minusMillis(1));
    assertThat(api.get(CONTACTS + "?archived=true").ids()).containsExactly(ada.id());

    pass(Duration.ofMillis(1));

    assertThat(api.get(CONTACTS + "?archived=true").ids()).isEmpty();
    assertThat(api.get(CONTACTS + "/" + ada.id() + "?archived=true").status()).isEqualTo(404);
    assertThat(ada.exists()).isFalse();
  }

  @Test
  void deletionForPrivacy_isForGood() {
    SimulatedRecord ada = contact("ada@example.com");
    String path = CONTACTS + "/gdpr-delete";

    assertThat(api.post(path, "{'objectId':'ada@example.com','idProperty':'email'}").status())
        .isEqualTo(204);
    assertThat(api.post(path, "{'objectId':'ada@example.com','idProperty':'email'}").status())
        .isEqualTo(204);

    assertThat(ada.exists()).isFalse();
    assertThat(api.get(CONTACTS + "?archived=true").ids()).isEmpty();
    assertThat(create("{'email':'ada@example.com'}").status()).isEqualTo(201);
  }
}
