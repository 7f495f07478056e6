package com.puraify.sync.testkit.notion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Trash, archive, purge and loss of access. */
class LifecycleTest extends Fixture {
  private static final String IN_TRASH =
      "Can't edit block that is archived. You must unarchive the block before editing.";

  private ApiClient.Reply patch(SimulatedPage page, String body) {
    return api.patch("/v1/pages/" + page.id(), body);
  }

  @Test
  void trashedPage_isReadByIdAndNotQueried() {
    SimulatedPage page = tasks.add("a");

    assertThat(patch(page, "{'in_trash':true}").json().path("in_trash").booleanValue()).isTrue();

    assertThat(read(page).path("in_trash").booleanValue()).isTrue();
    assertThat(query("{}").ids()).isEmpty();
    assertThat(query("{'in_trash':true}").ids()).isEmpty();
    assertThat(page.inTrash()).isTrue();
  }

  @Test
  void restoredPage_isQueriedAgain() {
    SimulatedPage page = tasks.add("a");
    page.trash();

    assertThat(patch(page, "{'in_trash':false}").status()).isEqualTo(200);

    assertThat(query("{}").ids()).containsExactly(page.id());
  }

  @Test
  void trashedPage_cannotBeEditedOrTrashedAgain() {
    SimulatedPage page = tasks.add("a");
    page.trash();

    assertThat(write(page, "{'Estimate':{'number':1}}").message()).isEqualTo(IN_TRASH);
    assertThat(patch(page, "{'in_trash':true}").message()).isEqualTo(IN_TRASH);
    assertThat(api.delete("/v1/blocks/" + page.id()).message()).isEqualTo(IN_TRASH);
    assertThat(page.value("Estimate")).isNull();
  }

  @Test
  void restoreAndEdit_workInOneRequest() {
    SimulatedPage page = tasks.add("a");
    page.trash();

    ApiClient.Reply reply =
        patch(page, "{'in_trash':false,'properties':{'Estimate':{'number':1}}}");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(page.value("Estimate")).isEqualTo(new java.math.BigDecimal(1));
  }

  @Test
  void deletingTheBlock_trashesThePage() {
    SimulatedPage page = tasks.add("a");

    ApiClient.Reply reply = api.delete("/v1/blocks/" + page.id());

    assertThat(reply.json().path("object").asText()).isEqualTo("block");
    assertThat(reply.json().path("type").asText()).isEqualTo("child_page");
    assertThat(reply.json().path("in_trash").booleanValue()).isTrue();
    assertThat(page.inTrash()).isTrue();
  }

  @Test
  void archivedPage_isInItsOwnPartition() {
    SimulatedPage page = tasks.add("a");
    SimulatedPage other = tasks.add("b");

    page.archive();

    assertThat(query("{}").ids()).containsExactly(other.id());
    assertThat(query("{'is_archived':true}").ids()).containsExactly(page.id());
    assertThat(read(page).path("is_archived").booleanValue()).isTrue();
    assertThat(read(page).path("in_trash").booleanValue()).isFalse();
    assertThat(patch(page, "{'is_archived':false}").status()).isEqualTo(200);
    assertThat(page.isArchived()).isFalse();
  }

  @Test
  void trash_isEmptiedAfter30Days() {
    SimulatedPage page = tasks.add("a");
    page.trash();
    clock.advance(Duration.ofDays(30).minusSeconds(1));
    assertThat(api.get("/v1/pages/" + page.id()).status()).isEqualTo(200);

    clock.advance(Duration.ofSeconds(1));

    assertThat(api.get("/v1/pages/" + page.id()).status()).isEqualTo(404);
    assertThat(page.exists()).isFalse();
    assertThat(tasks.allPages()).isEmpty();
  }

  @Test
  void purgedPage_isGoneAtOnce() {
    SimulatedPage page = tasks.add("a");

    page.purge();

    assertThat(api.get("/v1/pages/" + page.id()).status()).isEqualTo(404);
    assertThat(query("{}").ids()).isEmpty();
  }

  @Test
  void revokedPage_disappearsSilently() {
    SimulatedPage page = tasks.add("a");
    SimulatedPage other = tasks.add("b");

    page.revokeAccess();

    ApiClient.Reply reply = api.get("/v1/pages/" + page.id());
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.code()).isEqualTo("object_not_found");
    assertThat(query("{}").status()).isEqualTo(200);
    assertThat(query("{}").ids()).containsExactly(other.id());
    assertThat(write(page, "{'Estimate':{'number':1}}").status()).isEqualTo(404);
    assertThat(tasks.pages()).hasSize(2);
    page.restoreAccess();
    assertThat(query("{}").ids()).hasSize(2);
  }

  @Test
  void revokedDataSource_takesItsPagesAlong() {
    SimulatedPage page = tasks.add("a");

    tasks.revokeAccess();

    assertThat(query("{}").status()).isEqualTo(404);
    assertThat(api.get("/v1/data_sources/" + tasks.id()).status()).isEqualTo(404);
    assertThat(api.get("/v1/pages/" + page.id()).status()).isEqualTo(404);
    assertThat(api.get("/v1/databases/" + tasks.databaseId()).json().path("data_sources"))
        .isEmpty();
    tasks.restoreAccess();
    assertThat(query("{}").ids()).hasSize(1);
  }

  @Test
  void revokedPageAbove_takesEverythingAlong() {
    SimulatedPage home = sim.addPage("Home");
    SimulatedDataSource under = sim.addDatabase(home, "Under", schema -> {});
    SimulatedPage row = under.add("r");

    home.revokeAccess();

    assertThat(api.get("/v1/pages/" + row.id()).status()).isEqualTo(404);
    assertThat(api.get("/v1/databases/" + under.databaseId()).status()).isEqualTo(404);
  }

  @Test
  void trashedDataSource_isMarkedAndTakesNoPages() {
    tasks.trash();

    assertThat(api.get("/v1/data_sources/" + tasks.id()).json().path("in_trash").booleanValue())
        .isTrue();
    assertThat(create("{}").status()).isEqualTo(400);
  }
}
