package com.puraify.sync.connectors.notion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Expectation;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Done;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.connector.WriteResult.Rejected;
import com.puraify.sync.connector.WriteResult.Stale;
import com.puraify.sync.connector.WriteResult.Unknown;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.testkit.notion.NotionQuirks.Capability;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import com.puraify.sync.testkit.notion.SimulatedPage;
import com.puraify.sync.testkit.notion.SimulatedUser;
import com.puraify.sync.testkit.simulator.Fault;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteTest extends SimulatedNotion {

  private final SimulatedUser ada = sim.addPerson("Ada", "ada@example.com");
  private final SimulatedDataSource tasks =
      sim.addDatabase(
          "Tasks",
          schema ->
              schema
                  .richText("Notes")
                  .number("Estimate")
                  .checkbox("Done")
                  .select("Stage", "Lead", "Won")
                  .status("Status", "Open", "Closed")
                  .multiSelect("Tags", "a", "b")
                  .date("Due")
                  .people("Owner")
                  .relationToSelf("Parent")
                  .files("Files")
                  .url("Link")
                  .email("Mail")
                  .phone("Phone")
                  .createdTime("Created"));
  private final SimulatedPage page = tasks.add("Page");
  private final EntitySession session = open(tasks);

  private Fields one(String name, Value value) {
    return Fields.of(id(session, name), value);
  }

  /** Writes a value and returns what the page then holds by its echo, in canonical form. */
  private Value written(String name, Value value) {
    Field field = session.schema().named(name).orElseThrow();
    Done done = (Done) update(session, page, one(name, value));
    return field.type().canonical(done.after().fields().get(field.id()));
  }

  private void assertStored(String name, Value value) {
    Field field = session.schema().named(name).orElseThrow();
    Value canonical = field.type().canonical(value);
    assertThat(written(name, value)).as(name).isEqualTo(canonical);
    Value read = field.type().canonical(item(session, page, name).get(field.id()));
    assertThat(read).as(name + " read again").isEqualTo(canonical);
  }

  private Rejected rejected(String name, Value value) {
    sim.resetRequests();
    Rejected result = (Rejected) update(session, page, one(name, value));
    assertThat(result.field()).isEqualTo(id(session, name));
    assertThat(result.detail()).contains("'" + name + "'");
    assertThat(sim.requests()).isZero();
    return result;
  }

  @Test
  void eachType_readsBackAsItWasWritten() {
    assertStored("Name", text("Grüße 🦊\r\nline"));
    assertStored("Notes", text("🦊".repeat(2_500)));
    assertStored("Estimate", Value.number(new BigDecimal("-0.123456789012345678")));
    assertStored("Estimate", Value.number(new BigDecimal("1E+20")));
    assertStored("Done", Value.TRUE);
    assertStored("Stage", Value.choice("wON"));
    assertStored("Stage", Value.choice("Brand new"));
    assertStored("Status", Value.choice("closed"));
    assertStored("Tags", Value.many(List.of(Value.choice("B"), Value.choice("c"))));
    assertStored("Due", Value.day(LocalDate.of(2026, 10, 1)));
    assertStored("Due", Value.moment(Instant.parse("2026-10-01T09:36:23.5Z")));
    assertStored(
        "Due",
        new Value.Struct(
            Map.of(
                "start", Value.day(LocalDate.of(2026, 10, 1)),
                "end", Value.day(LocalDate.of(2026, 10, 3)))));
    assertStored("Owner", Value.many(List.of(Value.reference(ada.id()))));
    assertStored("Parent", Value.many(List.of(Value.reference(page.id()))));
    assertStored(
        "Files",
        new Value.Opaque(
            "[{\"name\":\"a\",\"type\":\"external\",\"url\":\"https://example.com/a\"}]"));
    assertStored("Link", text("https://example.com"));
    assertStored("Mail", text("a@example.com"));
    assertStored("Phone", text("+49 30 1"));
  }

  @Test
  void eachType_canBeCleared() {
    eachType_readsBackAsItWasWritten();
    for (String name :
        List.of(
            "Name",
            "Notes",
            "Estimate",
            "Done",
            "Stage",
            "Tags",
            "Due",
            "Owner",
            "Parent",
            "Files",
            "Link",
            "Mail",
            "Phone")) {
      assertStored(name, Value.NULL);
    }
    assertThat(written("Status", Value.NULL)).isEqualTo(Value.choice("open")); // its default
  }

  @Test
  void update_writesJustWhatIsMentioned() {
    page.set("Notes", "kept");
    Done done = (Done) update(session, page, one("Estimate", Value.number(3)));
    assertThat(page.value("Notes")).isEqualTo("kept");
    assertThat(done.after().fields().get(id(session, "Notes"))).isEqualTo(text("kept"));
    assertThat(sim.requests()).isEqualTo(1);
  }

  @Test
  void updateOfNothing_isDoneWithoutACall() {
    assertThat(update(session, page, Fields.empty())).isInstanceOf(Done.class);
    assertThat(sim.requests()).isZero();
  }

  @Test
  void create_costsOneRequest_andShowsThePage() {
    Done done =
        (Done)
            create(
                session,
                Fields.of(
                    "title",
                    text("New"),
                    id(session, "Estimate"),
                    Value.number(2),
                    id(session, "Due"),
                    Value.NULL));
    assertThat(sim.requests()).isEqualTo(1);
    assertThat(sim.page(done.id()).title()).isEqualTo("New");
    assertThat(done.after().fields().get(id(session, "Status"))).isEqualTo(Value.choice("Open"));
    assertThat(sim.requestLog().get(0).body()).doesNotContain("\"date\"");
  }

  @Test
  void delete_trashes_andTrashingAgainIsDone() {
    assertThat(delete(session, page)).isEqualTo(new Done(page.id(), null, null));
    assertThat(page.inTrash()).isTrue();
    assertThat(sim.requests()).isEqualTo(1);
    assertThat(delete(session, page)).isEqualTo(new Done(page.id(), null, null));
  }

  @Test
  void deleteOfPageThatIsGone_isRejectedAsGone() {
    page.purge();
    assertThat(((Rejected) delete(session, page)).reason()).isEqualTo(Reason.GONE);
  }

  @Test
  void updateOfPageThatIsGoneOrTrashed_isRejectedAsGone() {
    page.trash();
    Rejected trashed = (Rejected) update(session, page, one("Estimate", Value.number(1)));
    assertThat(trashed.reason()).isEqualTo(Reason.GONE);
    page.purge();
    Rejected purged = (Rejected) update(session, page, one("Estimate", Value.number(1)));
    assertThat(purged.reason()).isEqualTo(Reason.GONE);
  }

  @Test
  void relationToPageThatDoesNotExist_isAMissingReference() {
    Value nobody = Value.reference("00000000-0000-4000-8000-000000000000");
    Rejected result = (Rejected) update(session, page, one("Parent", Value.many(List.of(nobody))));
    assertThat(result.reason()).isEqualTo(Reason.MISSING_REFERENCE);
    assertThat(result.field()).isEqualTo(id(session, "Parent"));
  }

  @Test
  void whatNotionWouldRefuse_isNotEvenSent() {
    List<Value> tooMany = new ArrayList<>();
    for (int i = 0; i < 101; i++) {
      tooMany.add(Value.choice("option " + i));
    }
    assertThat(rejected("Status", Value.choice("Paused")).detail()).contains("Open", "Closed");
    assertThat(rejected("Stage", Value.choice("a, b")).detail()).contains("comma");
    assertThat(rejected("Tags", Value.many(tooMany)).detail()).contains("101", "100");
    assertThat(rejected("Notes", text("x".repeat(200_001))).detail()).contains("200001");
    assertThat(rejected("Notes", text("half \ud83e")).detail()).contains("surrogate");
    assertThat(rejected("Link", text("x".repeat(2_001))).detail()).contains("2000");
    assertThat(rejected("Mail", text("x".repeat(201))).detail()).contains("200");
    assertThat(rejected("Owner", Value.many(List.of(Value.reference("Ada")))).detail())
        .contains("'Ada'", "user");
    assertThat(rejected("Estimate", text("three")).detail()).contains("number", "text");
    assertThat(rejected("Estimate", Value.number(new BigDecimal("1E+400"))).detail())
        .contains("double");
    assertThat(rejected("Due", new Value.Struct(Map.of("end", Value.NULL))).detail())
        .contains("start");
    assertThat(rejected("Files", new Value.Opaque("[{\"name\":\"b\",\"type\":\"file\"}]")).detail())
        .contains("hosted by Notion");
    assertThat(rejected("Created", Value.moment(Instant.EPOCH)).detail()).contains("never");
    Rejected unknown = (Rejected) update(session, page, Fields.of("nope", Value.TRUE));
    assertThat(unknown.field()).isEqualTo("nope");
    assertThat(sim.requests()).isZero();
  }

  @Test
  void itemOfMoreThanARequestHolds_isNotSent() {
    Value large = text("€".repeat(199_000));
    assertThat(
            ((Rejected) update(session, page, one("Notes", large).with(one("Name", large))))
                .detail())
        .contains("500 KB");
    assertThat(sim.requests()).isZero();
  }

  @Test
  void answerLostAfterCreate_isUnknown_andNotRepeated() {
    sim.faults().next(Fault.dropConnection().afterCommit().on("POST", "/v1/pages"));
    WriteResult result = create(session, Fields.of("title", text("New")));
    assertThat(result).isInstanceOfSatisfying(Unknown.class, u -> assertNull(u.createdId()));
    assertThat(sim.requests(POST_PAGE)).isEqualTo(1);
  }

  private static void assertNull(Object value) {
    assertThat(value).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void serverErrorWithoutHints_isUnknown_andNotRepeated(int status) {
    sim.faults().next(Fault.status(status).withoutHints());
    assertThat(create(session, Fields.of("title", text("New")))).isInstanceOf(Unknown.class);
    sim.faults().next(Fault.status(status).withoutHints());
    assertThat(update(session, page, one("Estimate", Value.number(1)))).isInstanceOf(Unknown.class);
    sim.faults().next(Fault.status(status).withoutHints());
    assertThat(delete(session, page)).isInstanceOf(Unknown.class);
    assertThat(sim.requests()).isEqualTo(3);
  }

  @Test
  void htmlInsteadOfAnAnswer_isUnknown() {
    sim.faults().next(Fault.html(502));
    assertThat(create(session, Fields.of("title", text("New")))).isInstanceOf(Unknown.class);
  }

  @Test
  void truncatedAnswer_isUnknown() {
    sim.faults().next(Fault.truncatedJson());
    assertThat(create(session, Fields.of("title", text("New")))).isInstanceOf(Unknown.class);
    assertThat(sim.requests(POST_PAGE)).isEqualTo(1);
  }

  @Test
  void createThatNotionSaysItMade_isDone_withASecondLook() {
    sim.faults().next(Fault.status(503).afterCommit().on("POST", "/v1/pages"));
    Done done = (Done) create(session, Fields.of("title", text("New")));
    assertThat(done.after().fields().get("title")).isEqualTo(text("New"));
    assertThat(tasks.pages()).hasSize(2);
    assertThat(sim.requestCounts()).isEqualTo(Map.of(POST_PAGE, 1L, GET_PAGE, 1L));
  }

  @Test
  void createThatNotionSaysItMade_butCannotBeSeen_isUnknownWithItsId() {
    sim.faults().next(Fault.status(503).afterCommit().on("POST", "/v1/pages"));
    sim.faults().next(Fault.status(500).on("GET", "/v1/pages/*").times(5));
    Unknown unknown = (Unknown) create(session, Fields.of("title", text("New")));
    assertThat(sim.page(unknown.createdId()).title()).isEqualTo("New");
  }

  @Test
  void updateOfUnknownOutcome_isUnknown_notRepeated() {
    sim.faults().next(Fault.status(503).afterCommit().on("PATCH", "/v1/pages/*"));
    assertThat(update(session, page, one("Estimate", Value.number(8)))).isInstanceOf(Unknown.class);
    assertThat(sim.requests(PATCH_PAGE)).isEqualTo(1);
  }

  @Test
  void conflict_isTriedAgainAfterALook() {
    sim.faults().next(Fault.status(409).on("PATCH", "/v1/pages/*").times(2));
    assertThat(update(session, page, one("Estimate", Value.number(4)))).isInstanceOf(Done.class);
    assertThat(page.value("Estimate")).isEqualTo(new BigDecimal("4"));
    assertThat(sim.requestCounts()).isEqualTo(Map.of(PATCH_PAGE, 3L, GET_PAGE, 2L));
  }

  @Test
  void conflictThatLasts_isStale_withThePageAsItIs() {
    sim.faults().next(Fault.status(409).on("PATCH", "/v1/pages/*").times(3));
    page.set("Estimate", 9);
    Stale stale = (Stale) update(session, page, one("Estimate", Value.number(4)));
    assertThat(stale.current().fields().get(id(session, "Estimate"))).isEqualTo(Value.number(9));
  }

  @Test
  void conflictWithSomeoneWhoChangedThePage_isStale_withoutAnotherTry() {
    sim.faults().next(Fault.status(409).on("PATCH", "/v1/pages/*"));
    String estimate = id(session, "Estimate");
    Expectation stillEmpty =
        new Expectation() {
          @Override
          public Set<String> fields() {
            return Set.of(estimate);
          }

          @Override
          public boolean holds(Fields current) {
            return Value.NULL.equals(current.get(estimate));
          }

          @Override
          public String version() {
            return null;
          }
        };
    page.set("Estimate", 9);
    WriteResult result =
        session
            .write(
                List.of(
                    new Write.Update(page.id(), Fields.of(estimate, Value.number(4)), stillEmpty)))
            .get(0);
    assertThat(result).isInstanceOf(Stale.class);
    assertThat(page.value("Estimate")).isEqualTo(new BigDecimal("9"));
    assertThat(sim.requests(PATCH_PAGE)).isEqualTo(1);
  }

  @Test
  void conflictingCreate_isSentAgain_andThenLeftForLater() {
    sim.faults().next(Fault.status(409).on("POST", "/v1/pages").times(2));
    assertThat(create(session, Fields.of("title", text("New")))).isInstanceOf(Done.class);
    assertThat(tasks.pages()).hasSize(2);
    sim.faults().next(Fault.status(409).on("POST", "/v1/pages").times(3));
    assertThatThrownBy(() -> create(session, Fields.of("title", text("Other"))))
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.STALE));
  }

  @Test
  void overloadThatRefusedTheWrite_isWaitedOut() {
    sim.faults().next(Fault.status(529));
    sim.faults().next(Fault.status(429).retryAfter(Duration.ofSeconds(5)));
    assertThat(create(session, Fields.of("title", text("New")))).isInstanceOf(Done.class);
    assertThat(tasks.pages()).hasSize(2);
  }

  @Test
  void workspaceOutOfBlocks_isQuota_andSaysWhatToDo() {
    sim.quirks().blockLimitReached(true);
    assertThatThrownBy(() -> create(session, Fields.of("title", text("New"))))
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.QUOTA))
        .hasMessageContaining("free plan");
    assertThat(sim.requests()).isEqualTo(1);
  }

  @Test
  void missingCapability_isPermission_andNamesIt() {
    sim.quirks().capabilities(Set.of(Capability.READ));
    assertThatThrownBy(() -> update(session, page, one("Estimate", Value.number(1))))
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PERMISSION))
        .hasMessageContaining("update content");
    assertThatThrownBy(() -> create(session, Fields.of("title", text("New"))))
        .hasMessageContaining("insert content");
  }

  @Test
  void createInDataSourceThatIsGone_isNoFaultOfTheItem() {
    tasks.trash();
    assertThatThrownBy(() -> create(session, Fields.of("title", text("New"))))
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
    tasks.restore();
    tasks.revokeAccess();
    assertThatThrownBy(() -> create(session, Fields.of("title", text("New"))))
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  @Test
  void propertyRemovedMeanwhile_isRejectedByName() {
    Fields fields = one("Estimate", Value.number(1)).with(one("Notes", text("n")));
    tasks.property("Estimate").delete();
    Rejected result = (Rejected) update(session, page, fields);
    assertThat(result.reason()).isEqualTo(Reason.INVALID_VALUE);
    assertThat(page.value("Notes")).isNull();
  }

  @Test
  void writeThatNotionIgnores_showsInWhatComesBack() {
    String estimate = id(session, "Estimate");
    tasks.property("Estimate").delete();
    sim.quirks().unknownPropertiesIgnored(true);
    Done done =
        (Done) update(session, page, Fields.of(estimate, Value.number(1), "title", text("Title")));
    assertThat(done.after().fields().mentions(estimate)).isFalse();
    assertThat(done.after().fields().get("title")).isEqualTo(text("Title"));
  }

  @Test
  void moreThanOneWriteAtOnce_isAMistakeOfTheCaller() {
    Write.Delete write = new Write.Delete(page.id(), Expectation.none());
    assertThatThrownBy(() -> session.write(List.of(write, write)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(page.inTrash()).isFalse();
  }

  @Test
  void longRelation_comesBackCompleteAfterItIsWritten() {
    List<Value> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      many.add(Value.reference(tasks.add("T" + i).id()));
    }
    assertThat(written("Parent", Value.many(many)))
        .isEqualTo(
            session.schema().named("Parent").orElseThrow().type().canonical(Value.many(many)));
  }
}
