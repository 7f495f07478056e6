package com.puraify.sync.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.Connection.EntityName;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.testkit.hubspot.SimulatedObject;
import com.puraify.sync.testkit.hubspot.SimulatedRecord;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Opening, schemas, and reads of everything. */
class ReadTest extends SimulatedHubSpot {

  @ParameterizedTest
  @ValueSource(strings = {"contacts", "Contact", "0-1"})
  void standardObjects_areOpenedByNameOrId_inOneCall(String name) {
    EntitySession session = connection.objects(name).open(context);
    assertThat(session.key().id()).isEqualTo("0-1");
    assertThat(session.key().platform()).isEqualTo("hubspot");
    assertThat(sim.requests()).isEqualTo(1);
  }

  @Test
  void customObjects_areOpenedByEachOfTheirNames_inTwoCalls() {
    SimulatedObject pets = sim.addObject("house_pet", schema -> schema.number("weight"));
    for (String name :
        List.of("house_pet", "House Pet", pets.fullyQualifiedName(), pets.typeId())) {
      sim.resetRequests();
      EntitySession session = connection.objects(name).open(context);
      assertThat(session.key().id()).isEqualTo(pets.typeId());
      assertThat(session.schema().byId("weight")).isPresent();
      assertThat(sim.requests()).isEqualTo(2);
    }
  }

  @Test
  void objectThatIsNotThere_isNotFound_withThoseThatAre() {
    sim.addObject("pet", schema -> {});
    assertThatThrownBy(() -> connection.objects("cars").open(context))
        .isInstanceOfSatisfying(
            ConnectorException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND))
        .hasMessageContaining("'pet'");
  }

  @Test
  void entities_areTheMainObjectsAndTheCustomOnes() {
    SimulatedObject pets = sim.addObject("pet", schema -> {});
    assertThat(connection.entities(context))
        .containsExactly(
            new EntityName("0-1", "contacts"),
            new EntityName("0-2", "companies"),
            new EntityName("0-3", "deals"),
            new EntityName("0-5", "tickets"),
            new EntityName(pets.typeId(), "pet"));
  }

  @Test
  void entities_withoutTheScopeForCustomObjects_areTheMainOnes() {
    sim.faults().next(com.puraify.sync.testkit.simulator.Fault.status(403));
    assertThat(connection.entities(context)).hasSize(4);
  }

  @Test
  void schema_tellsWhoMayWriteWhat() {
    EntitySession session = open(sim.deals());
    assertThat(session.schema().byId("dealname"))
        .hasValueSatisfying(field -> assertThat(field.required()).isTrue());
    assertThat(session.schema().byId("hs_is_closed"))
        .hasValueSatisfying(field -> assertThat(field.derived()).isTrue());
    assertThat(session.schema().byId("hubspot_owner_id"))
        .hasValueSatisfying(
            field -> assertThat(field.type()).isEqualTo(new FieldType.Reference("people")));
    assertThat(session.schema().byId("associations.0-2"))
        .hasValueSatisfying(
            field -> {
              assertThat(field.name()).isEqualTo("Associated companies");
              assertThat(((FieldType.Many) field.type()).element())
                  .isEqualTo(new FieldType.Reference("0-2"));
            });
    assertThat(session.schema().byId("dealtype").map(Field::type))
        .hasValueSatisfying(type -> assertThat(type.describe()).contains("newbusiness"));
  }

  @Test
  void addedAssociatedType_isAField() {
    SimulatedObject pets = sim.addObject("pet", schema -> {});
    EntitySession session = open(connection.addAssociatedType(pets.typeId()), sim.contacts());
    assertThat(session.schema().byId("associations." + pets.typeId())).isPresent();
  }

  @ParameterizedTest
  @EnumSource(HubSpotVersion.class)
  void everything_isListedByTheHundred(HubSpotVersion version) {
    List<SimulatedRecord> added = addContacts(250);
    EntitySession session = open(connection.version(version), sim.contacts());
    TestRun.Read read = TestRun.readAll(session, Set.of("firstname"));
    assertThat(read.ids()).containsExactlyElementsOf(ids(added));
    assertThat(read.items().get(7).fields().get("firstname")).isEqualTo(text("No. 8"));
    assertThat(read.items().get(7).modifiedAt()).isEqualTo(added.get(7).modifiedAt());
    assertThat(sim.requests()).isEqualTo(3);
  }

  @Test
  void moreNamesThanFitIntoAnAddress_areReadInBatches() {
    SimulatedObject wide =
        sim.addObject(
            "wide",
            schema -> {
              for (int i = 0; i < 300; i++) {
                schema.text("a_property_with_a_long_name_" + i);
              }
            });
    for (int i = 0; i < 150; i++) {
      wide.add(Map.of("name", "W" + i, "a_property_with_a_long_name_299", "x" + i));
    }
    EntitySession session = open(wide);
    Set<String> all =
        new HashSet<>(
            session.schema().fields().stream()
                .map(Field::id)
                .filter(id -> !id.startsWith("associations."))
                .toList());
    TestRun.Read read = TestRun.readAll(session, all);
    assertThat(read.items()).hasSize(150);
    assertThat(read.items())
        .extracting(item -> item.fields().get("a_property_with_a_long_name_299"))
        .contains(text("x149"));
    assertThat(sim.requests(LIST)).isEqualTo(2);
    assertThat(sim.requests(BATCH_READ)).isEqualTo(2);
  }

  @Test
  void emptyProperty_isEmpty_andOneThatIsNotThereAnyMoreIsLeftOut() {
    sim.contacts().define(schema -> schema.text("shoe_size").text("hat"));
    sim.contacts().add(Map.of("hat", "top"));
    EntitySession session = open(sim.contacts());
    sim.contacts().archiveProperty("hat");
    Item item = TestRun.readAll(session, Set.of("shoe_size", "hat")).items().get(0);
    assertThat(item.fields().get("shoe_size")).isEqualTo(Value.NULL);
    assertThat(item.fields().mentions("hat")).isFalse();
  }

  @Test
  void archivedObjects_areNotListed() {
    List<SimulatedRecord> added = addContacts(3);
    added.get(1).archive();
    assertThat(TestRun.readAll(open(sim.contacts()), Set.of()).ids())
        .containsExactly(added.get(0).id(), added.get(2).id());
  }

  @Test
  void associations_areReadForAThousandObjectsAtOnce() {
    SimulatedRecord acme = sim.companies().add(Map.of("name", "Acme"));
    SimulatedRecord umbrella = sim.companies().add(Map.of("name", "Umbrella"));
    List<SimulatedRecord> added = addContacts(450);
    added.get(3).associate(acme);
    added.get(449).associate(acme);
    added.get(449).associate(umbrella);
    EntitySession session = open(sim.contacts());
    List<Item> items = TestRun.readAll(session, Set.of("firstname", "associations.0-2")).items();
    assertThat(items.get(3).fields().get("associations.0-2")).isEqualTo(references(acme));
    assertThat(items.get(4).fields().get("associations.0-2")).isEqualTo(Value.many(List.of()));
    assertThat(((Value.Many) items.get(449).fields().get("associations.0-2")).elements())
        .containsExactlyInAnyOrder(Value.reference(acme.id()), Value.reference(umbrella.id()));
    assertThat(sim.requests(LIST)).isEqualTo(5);
    assertThat(sim.requests(PAIR + "read")).isEqualTo(1);
    assertThat(sim.requests()).isEqualTo(6);
  }

  @Test
  void longAssociations_areReadToTheirEnd() {
    sim.quirks().associationPage(2);
    SimulatedRecord deal =
        sim.deals().add(Map.of("dealname", "D", "dealstage", "closedwon", "pipeline", "default"));
    List<SimulatedRecord> people = addContacts(7);
    people.forEach(deal::associate);
    EntitySession session = open(sim.deals());
    assertThat(
            ((Value.Many) item(session, deal, "associations.0-1").get("associations.0-1"))
                .elements())
        .containsExactlyInAnyOrderElementsOf(ids(people).stream().map(Value::reference).toList());
  }

  @Test
  void unknownFieldsOfAnswers_areOverlooked() {
    sim.quirks().extraFields(true);
    addContacts(2);
    assertThat(TestRun.readAll(open(sim.contacts()), Set.of("firstname")).items()).hasSize(2);
  }
}
