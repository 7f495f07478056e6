package com.puraify.sync.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Expectation;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Done;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.connector.WriteResult.Rejected;
import com.puraify.sync.connector.WriteResult.Unknown;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.testkit.hubspot.SimulatedObject;
import com.puraify.sync.testkit.hubspot.SimulatedRecord;
import com.puraify.sync.testkit.simulator.Fault;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating, changing and deleting objects. */
class WriteTest extends SimulatedHubSpot {

  private static Fields contact(int number) {
    return Fields.of(
        "email", text("p" + number + "@example.com"), "firstname", text("No. " + number));
  }

  @ParameterizedTest
  @EnumSource(HubSpotVersion.class)
  void aHundredCreates_areOneCall_eachAnsweredInItsPlace(HubSpotVersion version) {
    EntitySession session = open(connection.version(version), sim.contacts());
    List<Write.Create> batch = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      batch.add(newItem(contact(i)));
    }
    List<WriteResult> results = session.write(batch);
    for (int i = 0; i < 100; i++) {
      Done done = (Done) results.get(i);
      assertThat(sim.contacts().record(done.id()).value("firstname")).isEqualTo("No. " + i);
      assertThat(done.after().fields().get("email")).isEqualTo(text("p" + i + "@example.com"));
    }
    assertThat(sim.requests()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(HubSpotVersion.class)
  void oneBadItem_isRefusedByName_andTheOthersOfItsBatchAreWritten(HubSpotVersion version) {
    EntitySession session = open(connection.version(version), sim.contacts());
    List<WriteResult> results =
        session.write(
            List.of(
                newItem(contact(1)),
                newItem(Fields.of("email", text("no address"))),
                newItem(contact(3))));
    assertThat(results.get(0)).isInstanceOf(Done.class);
    assertThat(results.get(1))
        .isInstanceOfSatisfying(
            Rejected.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.INVALID_VALUE);
              assertThat(refused.field()).isEqualTo("email");
              assertThat(refused.detail()).contains("invalid");
            });
    assertThat(results.get(2)).isInstanceOf(Done.class);
    assertThat(sim.contacts().size()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(HubSpotVersion.class)
  void duplicateAddress_namesTheContactThatHasIt(HubSpotVersion version) {
    SimulatedRecord ada = sim.contacts().add(Map.of("email", "ada@example.com"));
    EntitySession session = open(connection.version(version), sim.contacts());
    List<WriteResult> results =
        session.write(
            List.of(newItem(Fields.of("email", text("Ada@example.com"))), newItem(contact(2))));
    assertThat(results.get(0))
        .isInstanceOfSatisfying(
            Rejected.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.DUPLICATE);
              assertThat(refused.detail()).contains(ada.id());
              assertThat(refused.field()).isEqualTo("email");
            });
    assertThat(results.get(1)).isInstanceOf(Done.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 409})
  void duplicateUniqueValue_isADuplicate_whicheverStatusItHas(int status) {
    sim.quirks().uniqueConflictStatus(status);
    sim.companies().define(schema -> schema.uniqueText("code"));
    SimulatedRecord acme = sim.companies().add(Map.of("name", "Acme", "code", "A"));
    SimulatedRecord other = sim.companies().add(Map.of("name", "Other"));
    EntitySession session = open(sim.companies());
    for (WriteResult result :
        List.of(
            create(session, Fields.of("name", text("New"), "code", text("A"))),
            update(session, other, Fields.of("code", text("A"))))) {
      assertThat(result)
          .isInstanceOfSatisfying(
              Rejected.class,
              refused -> {
                assertThat(refused.reason()).isEqualTo(Reason.DUPLICATE);
                assertThat(refused.field()).isEqualTo("code");
                assertThat(refused.detail()).contains(acme.id());
              });
    }
  }

  @Test
  void missingRequiredProperty_isRefusedBeforeItIsSent_orByHubSpot() {
    EntitySession deals = open(sim.deals());
    assertThat(
            create(
                deals, Fields.of("dealname", Value.NULL, "dealstage", Value.choice("closedwon"))))
        .isInstanceOfSatisfying(
            Rejected.class, refused -> assertThat(refused.field()).isEqualTo("dealname"));
    assertThat(sim.requests()).isZero();
    assertThat(create(open(sim.companies()), Fields.of("city", text("Paris"))))
        .isInstanceOfSatisfying(
            Rejected.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.INVALID_VALUE);
              assertThat(refused.detail()).contains("required");
            });
  }

  @ParameterizedTest
  @EnumSource(HubSpotVersion.class)
  void aHundredUpdates_areOneCall_inWhateverOrderTheyAreAnswered(HubSpotVersion version) {
    List<SimulatedRecord> added = addContacts(100);
    EntitySession session = open(connection.version(version), sim.contacts());
    List<Write.Update> batch = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      batch.add(change(added.get(i).id(), Fields.of("lastname", text("L" + i))));
    }
    List<WriteResult> results = session.write(batch);
    for (int i = 0; i < 100; i++) {
      assertThat(((Done) results.get(i)).id()).isEqualTo(added.get(i).id());
      assertThat(added.get(i).value("lastname")).isEqualTo("L" + i);
      assertThat(added.get(i).value("firstname")).isEqualTo("No. " + (i + 1));
    }
    assertThat(sim.requests()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(HubSpotVersion.class)
  void updatesOfWhatIsGone_areGone_andOfWhatWasMergedUnknown(HubSpotVersion version) {
    List<SimulatedRecord> added = addContacts(4);
    added.get(0).archive();
    added.get(1).merge(added.get(2));
    EntitySession session = open(connection.version(version), sim.contacts());
    Fields change = Fields.of("lastname", text("x"));
    List<WriteResult> results =
        session.write(added.stream().map(each -> change(each.id(), change)).toList());
    assertThat(results.get(0))
        .isInstanceOfSatisfying(
            Rejected.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.GONE));
    assertThat(results.get(1)).isInstanceOf(Done.class);
    assertThat(results.get(2)).isInstanceOf(Unknown.class); // left out without a word
    assertThat(results.get(3)).isInstanceOf(Done.class);
  }

  @Test
  void unknownOptionReadOnlyValueAndMissingProperty_areRefusedBeforeAnythingIsSent() {
    SimulatedRecord acme = sim.companies().add(Map.of("name", "Acme"));
    EntitySession session = open(sim.companies());
    for (Map.Entry<String, Value> each :
        Map.of(
                "industry", Value.choice("Computer Software"),
                "hs_object_id", Value.number(7),
                "no_such_property", text("x"),
                "numberofemployees", text("many"),
                "hubspot_owner_id", Value.reference("ada@example.com"),
                "associations.0-1", Value.many(List.of(Value.reference("x"))))
            .entrySet()) {
      assertThat(update(session, acme, Fields.of(each.getKey(), each.getValue())))
          .isInstanceOfSatisfying(
              Rejected.class, refused -> assertThat(refused.field()).isEqualTo(each.getKey()));
    }
    assertThat(sim.requests()).isZero();
  }

  @Test
  void validationRulesOfTheAdministrator_holdFrom2026_09On() {
    sim.companies().define(schema -> schema.shortText("code", 3));
    SimulatedRecord acme = sim.companies().add(Map.of("name", "Acme"));
    Fields tooLong = Fields.of("code", text("ABCD"));
    assertThat(update(open(sim.companies()), acme, tooLong))
        .isInstanceOfSatisfying(
            Rejected.class, refused -> assertThat(refused.field()).isEqualTo("code"));
    assertThat(update(open(connection.version(HubSpotVersion.V3), sim.companies()), acme, tooLong))
        .isInstanceOf(Done.class);
  }

  @Test
  void optionThatWasRemovedMeanwhile_isRefusedByHubSpot_byName() {
    SimulatedRecord acme = sim.companies().add(Map.of("name", "Acme"));
    EntitySession session = open(sim.companies());
    sim.companies().removeOption("industry", "RETAIL");
    assertThat(update(session, acme, Fields.of("industry", Value.choice("RETAIL"))))
        .isInstanceOfSatisfying(
            Rejected.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.INVALID_VALUE);
              assertThat(refused.field()).isEqualTo("industry");
              assertThat(refused.detail()).contains("allowed options");
            });
  }

  @Test
  void setsAreOverwritten_neverAddedTo_andCleared() {
    sim.contacts().define(schema -> schema.choices("tags", "a", "b", "c"));
    SimulatedRecord ada = sim.contacts().add(Map.of("firstname", "Ada", "tags", "a;b"));
    EntitySession session = open(sim.contacts());
    assertThat(update(session, ada, Fields.of("tags", choices("c", "b")))).isInstanceOf(Done.class);
    assertThat(Set.of(ada.value("tags").split(";"))).isEqualTo(Set.of("b", "c"));
    Done cleared =
        (Done) update(session, ada, Fields.of("tags", choices(), "firstname", Value.NULL));
    assertThat(ada.value("tags")).isNull();
    assertThat(ada.value("firstname")).isNull();
    assertThat(cleared.after().fields().get("tags")).isEqualTo(choices());
    assertThat(cleared.after().fields().get("firstname")).isEqualTo(Value.NULL);
  }

  @Test
  void lifecycleStage_thatWouldGoBack_isRefused_andForwardIsNot() {
    SimulatedRecord ada =
        sim.contacts().add(Map.of("firstname", "Ada", "lifecyclestage", "customer"));
    EntitySession session = open(sim.contacts());
    assertThat(update(session, ada, Fields.of("lifecyclestage", Value.choice("lead"))))
        .isInstanceOfSatisfying(
            Rejected.class,
            refused -> {
              assertThat(refused.field()).isEqualTo("lifecyclestage");
              assertThat(refused.detail()).contains("'customer'").contains("forward only");
            });
    assertThat(update(session, ada, Fields.of("lifecyclestage", Value.choice("evangelist"))))
        .isInstanceOf(Done.class);
    Done both =
        (Done)
            update(
                session,
                ada,
                Fields.of("lifecyclestage", Value.choice("lead"), "firstname", text("Augusta")));
    assertThat(both.after().fields().get("lifecyclestage")).isEqualTo(Value.choice("evangelist"));
    assertThat(both.after().fields().get("firstname")).isEqualTo(text("Augusta"));
  }

  @Test
  void valuesThatHubSpotRewrites_areToldAsItHoldsThem() {
    SimulatedObject deals = sim.deals();
    EntitySession session = open(deals);
    Done made =
        (Done)
            create(
                session,
                Fields.of(
                    "dealname", text("D"),
                    "dealstage", Value.choice("closedwon"),
                    "amount", Value.number(new BigDecimal("12.50"))));
    assertThat(made.after().fields().get("amount")).isEqualTo(Value.number(new BigDecimal("12.5")));
    assertThat(deals.record(made.id()).value("pipeline")).isEqualTo("default");
  }

  @ParameterizedTest
  @CsvSource({"uniqueText, true", "email, false"})
  void upsert_isByAUniqueProperty_neverByAddress(String kind, boolean upserts) {
    sim.contacts().define(schema -> schema.uniqueText("code"));
    String key = upserts ? "code" : "email";
    SimulatedRecord there =
        sim.contacts().add(Map.of("firstname", kind, "code", "c1", "email", "c1@example.com"));
    EntitySession session = open(sim.contacts());
    Value value = text(upserts ? "c1" : "c1@example.com");
    List<WriteResult> results =
        session.write(
            List.of(
                newItem(Fields.of(key, value, "lastname", text("L")), key),
                newItem(Fields.of("code", text("c2"), "lastname", text("M")), key),
                newItem(Fields.of("lastname", text("blank")), key)));
    if (upserts) {
      assertThat(((Done) results.get(0)).id()).isEqualTo(there.id());
      assertThat(there.value("lastname")).isEqualTo("L");
      assertThat(there.value("firstname")).isEqualTo("uniqueText");
      assertThat(sim.requests(BATCH_UPSERT)).isEqualTo(1);
    } else {
      assertThat(((Rejected) results.get(0)).reason()).isEqualTo(Reason.DUPLICATE);
      assertThat(there.value("lastname")).isNull();
      assertThat(sim.requests(BATCH_UPSERT)).isZero();
    }
    assertThat(results.get(1)).isInstanceOf(Done.class);
    assertThat(results.get(2)).isInstanceOf(Done.class);
    assertThat(sim.contacts().size()).isEqualTo(3);
  }

  @Test
  void deletes_putAHundredIntoTheBinInOneCall() {
    List<SimulatedRecord> added = addContacts(100);
    EntitySession session = open(sim.contacts());
    List<WriteResult> results =
        session.write(
            added.stream().map(each -> new Write.Delete(each.id(), Expectation.none())).toList());
    assertThat(results).allMatch(Done.class::isInstance);
    assertThat(added).allMatch(SimulatedRecord::isArchived);
    assertThat(sim.requests(BATCH_ARCHIVE)).isEqualTo(1);
    assertThat(sim.requests()).isEqualTo(1);
  }

  @Test
  void answerLostAfterCreate_isUnknown_andNotRepeated() {
    EntitySession session = open(sim.contacts());
    sim.faults().next(Fault.dropConnection().afterCommit());
    assertThat(session.write(List.of(newItem(contact(1)), newItem(contact(2)))))
        .allMatch(Unknown.class::isInstance);
    assertThat(sim.contacts().size()).isEqualTo(2);
    assertThat(sim.requests(BATCH_CREATE)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>sorry</html>", "{\"status\":\"COMPLETE\"", "{}", ""})
  void answerThatCannotBeRead_afterAWrite_isUnknown(String body) {
    EntitySession session = open(sim.contacts());
    sim.faults().next(Fault.body(201, "application/json", body).afterCommit());
    assertThat(create(session, contact(1))).isInstanceOf(Unknown.class);
    assertThat(sim.contacts().size()).isEqualTo(1);
  }

  @Test
  void lockedRecord_isWaitedFor() {
    SimulatedRecord ada = sim.contacts().add(Map.of("firstname", "Ada"));
    EntitySession session = open(sim.contacts());
    sim.faults().next(Fault.status(423));
    assertThat(update(session, ada, Fields.of("lastname", text("L")))).isInstanceOf(Done.class);
    assertThat(sim.requests(BATCH_UPDATE)).isEqualTo(2);
  }

  @Test
  void refusalOfAWholeBatch_isInvalid_soThatTheCulpritIsLookedFor() {
    EntitySession session = open(sim.contacts());
    sim.faults().next(Fault.status(400).times(2));
    assertThatThrownBy(() -> session.write(List.of(newItem(contact(1)), newItem(contact(2)))))
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID));
    assertThat(create(session, contact(1))).isInstanceOf(Rejected.class);
    assertThat(sim.contacts().size()).isZero();
  }
}
