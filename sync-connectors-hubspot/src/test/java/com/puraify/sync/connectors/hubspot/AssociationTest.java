package com.puraify.sync.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.EntitySession;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Associations as fields that hold references. */
class AssociationTest extends SimulatedHubSpot {

  private static final String COMPANIES = "associations.0-2";

  private SimulatedRecord acme;
  private SimulatedRecord umbrella;
  private SimulatedRecord initech;

  @BeforeEach
  void addCompanies() {
    acme = sim.companies().add(Map.of("name", "Acme"));
    umbrella = sim.companies().add(Map.of("name", "Umbrella"));
    initech = sim.companies().add(Map.of("name", "Initech"));
  }

  @ParameterizedTest
  @EnumSource(HubSpotVersion.class)
  void ofNewObjects_areMadeInTheSameCall(HubSpotVersion version) {
    EntitySession session = open(connection.version(version), sim.contacts());
    Done made =
        (Done)
            create(
                session,
                Fields.of("firstname", text("Ada"), COMPANIES, references(acme, umbrella)));
    assertThat(made.after().fields().get(COMPANIES)).isEqualTo(references(acme, umbrella));
    assertThat(sim.contacts().record(made.id()).associated(sim.companies()))
        .containsExactlyInAnyOrder(acme.id(), umbrella.id());
    assertThat(sim.requests()).isEqualTo(1);
  }

  @Test
  void ofCustomObjects_areOfTheKindThatHubSpotLists() {
    SimulatedObject pets = sim.addObject("pet", schema -> {});
    EntitySession session = open(pets);
    Done one = (Done) create(session, Fields.of("name", text("Tom"), COMPANIES, references(acme)));
    Done two = (Done) create(session, Fields.of("name", text("Kit"), COMPANIES, references(acme)));
    assertThat(pets.record(one.id()).associated(sim.companies())).containsExactly(acme.id());
    assertThat(pets.record(two.id()).associated(sim.companies())).containsExactly(acme.id());
    assertThat(sim.requests()).isEqualTo(3); // the kinds are asked for once
  }

  @ParameterizedTest
  @EnumSource(HubSpotVersion.class)
  void ofManyObjects_areReadAddedAndRemovedInBatches(HubSpotVersion version) {
    List<SimulatedRecord> people = addContacts(100);
    people.forEach(each -> each.associate(acme));
    EntitySession session = open(connection.version(version), sim.contacts());
    List<Write.Update> batch = new ArrayList<>();
    for (SimulatedRecord each : people) {
      batch.add(
          change(
              each.id(),
              Fields.of("lastname", text("L"), COMPANIES, references(umbrella, initech))));
    }
    assertThat(session.write(batch))
        .allSatisfy(
            result ->
                assertThat(((Done) result).after().fields().get(COMPANIES))
                    .isEqualTo(references(umbrella, initech)));
    assertThat(people)
        .allSatisfy(
            each -> {
              assertThat(each.associated(sim.companies()))
                  .containsExactlyInAnyOrder(umbrella.id(), initech.id());
              assertThat(each.value("lastname")).isEqualTo("L");
            });
    assertThat(sim.requests()).isEqualTo(4); // read, added, removed; the properties
  }

  @Test
  void associationsAlone_leavePropertiesInPeace_andOnesThatAreAsWantedAreNotWritten() {
    SimulatedRecord ada = sim.contacts().add(Map.of("firstname", "Ada"));
    ada.associate(acme);
    EntitySession session = open(sim.contacts());
    Done done = (Done) update(session, ada, Fields.of(COMPANIES, references(acme)));
    assertThat(done.after().fields()).isEqualTo(Fields.of(COMPANIES, references(acme)));
    assertThat(sim.requests()).isEqualTo(1);
    assertThat(update(session, ada, Fields.of(COMPANIES, Value.NULL))).isInstanceOf(Done.class);
    assertThat(ada.associated(sim.companies())).isEmpty();
    assertThat(ada.value("firstname")).isEqualTo("Ada");
  }

  @Test
  void labelsOfOthers_surviveWhileTheirAssociationIsWanted() {
    SimulatedRecord ada = sim.contacts().add(Map.of("firstname", "Ada"));
    int label = sim.contacts().defineLabel(sim.companies(), "advises", "is advised by");
    ada.associate(acme, label);
    EntitySession session = open(sim.contacts());
    assertThat(update(session, ada, Fields.of(COMPANIES, references(acme, umbrella))))
        .isInstanceOf(Done.class);
    assertThat(ada.associationTypes(acme)).contains(label);
  }

  @ParameterizedTest
  @EnumSource(HubSpotVersion.class)
  void referenceToWhatIsNotThere_isRefusedByName_beforeAnythingOfItsObjectIsWritten(
      HubSpotVersion version) {
    List<SimulatedRecord> people = addContacts(2);
    EntitySession session = open(connection.version(version), sim.contacts());
    Value nobody = Value.many(List.of(Value.reference("987654321")));
    List<WriteResult> results =
        session.write(
            List.of(
                change(people.get(0).id(), Fields.of("lastname", text("L"), COMPANIES, nobody)),
                change(
                    people.get(1).id(),
                    Fields.of("lastname", text("M"), COMPANIES, references(acme)))));
    assertThat(results.get(0))
        .isInstanceOfSatisfying(
            Rejected.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.MISSING_REFERENCE);
              assertThat(refused.field()).isEqualTo(COMPANIES);
            });
    assertThat(people.get(0).value("lastname")).isNull();
    assertThat(results.get(1)).isInstanceOf(Done.class);
    assertThat(create(session, Fields.of("firstname", text("New"), COMPANIES, nobody)))
        .isInstanceOfSatisfying(
            Rejected.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.MISSING_REFERENCE));
  }

  @Test
  void propertiesRefusedAfterTheAssociationsWereWritten_areUnknown() {
    SimulatedRecord ada = sim.contacts().add(Map.of("firstname", "Ada"));
    EntitySession session = open(sim.contacts());
    Fields fields = Fields.of("email", text("no address"), COMPANIES, references(acme));
    assertThat(update(session, ada, fields)).isInstanceOf(Unknown.class);
    assertThat(ada.associated(sim.companies())).containsExactly(acme.id());
    assertThat(update(session, ada, fields)).isInstanceOf(Unknown.class);
    assertThat(update(session, ada, Fields.of("email", text("no address"))))
        .isInstanceOf(Rejected.class);
  }

  @Test
  void answerLost_isUnknown_andNothingElseIsWritten() {
    SimulatedRecord ada = sim.contacts().add(Map.of("firstname", "Ada"));
    EntitySession session = open(sim.contacts());
    sim.faults()
        .next(
            Fault.dropConnection()
                .afterCommit()
                .when(call -> call.path().endsWith("/batch/associate/default")));
    assertThat(update(session, ada, Fields.of("lastname", text("L"), COMPANIES, references(acme))))
        .isInstanceOf(Unknown.class);
    assertThat(ada.value("lastname")).isNull();
    assertThat(ada.associated(sim.companies())).containsExactly(acme.id());
  }

  @Test
  void platformThatIsDown_wroteNothing() {
    SimulatedRecord ada = sim.contacts().add(Map.of("firstname", "Ada"));
    EntitySession session = open(sim.contacts());
    sim.faults().next(Fault.status(403).times(9));
    assertThatThrownBy(() -> update(session, ada, Fields.of(COMPANIES, references(acme))))
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.PERMISSION));
  }

  @Test
  void answerThatLeavesObjectsOut_isAskedForAgain_beforeItCountsAsNone() {
    SimulatedRecord ada = sim.contacts().add(Map.of("firstname", "Ada"));
    ada.associate(acme);
    EntitySession session = open(sim.contacts());
    sim.faults()
        .next(
            Fault.body(200, "application/json", "{\"status\":\"COMPLETE\",\"results\":[]}")
                .when(call -> call.path().startsWith("/crm/associations/")));
    assertThat(item(session, ada, COMPANIES).get(COMPANIES)).isEqualTo(references(acme));
  }

  @Test
  void primaryCompany_isAReferenceThatHubSpotKeeps() {
    sim.quirks().firstCompanyIsPrimary(true);
    SimulatedRecord ada = sim.contacts().add(Map.of("firstname", "Ada"));
    ada.associate(acme);
    EntitySession session = open(sim.contacts());
    assertThat(item(session, ada, "associatedcompanyid").get("associatedcompanyid"))
        .isEqualTo(Value.reference(acme.id()));
    assertThat(session.lookup(List.of(ada.id()), Set.of(COMPANIES))).hasSize(1);
  }
}
