package com.puraify.sync.connectors.hubspot;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Lookup.Gone;
import com.puraify.sync.connector.Lookup.Reason;
import com.puraify.sync.testkit.hubspot.SimulatedRecord;
import com.puraify.sync.testkit.simulator.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Looking objects up by their ids, and what became of those that are gone. */
class LookupTest extends SimulatedHubSpot {

  @ParameterizedTest
  @EnumSource(HubSpotVersion.class)
  void aHundred_areOneCall_inTheOrderOfTheIds(HubSpotVersion version) {
    List<String> ids = new ArrayList<>(ids(addContacts(100)));
    java.util.Collections.reverse(ids);
    EntitySession session = open(connection.version(version), sim.contacts());
    List<Lookup> answers = session.lookup(ids, Set.of("firstname"));
    assertThat(answers).extracting(Lookup::id).containsExactlyElementsOf(ids);
    assertThat(answers).allMatch(Lookup.Found.class::isInstance);
    assertThat(sim.requests()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(HubSpotVersion.class)
  void archivedMergedAndErased_areToldApart(HubSpotVersion version) {
    List<SimulatedRecord> added = addContacts(6);
    added.get(0).archive();
    added.get(1).merge(added.get(2));
    added.get(3).deleteForPrivacy();
    added.get(4).archive();
    added.get(4).purge();
    EntitySession session = open(connection.version(version), sim.contacts());
    List<String> asked = new ArrayList<>(ids(added));
    asked.add("999999999999");
    assertThat(session.lookup(asked, Set.of("firstname")))
        .satisfiesExactly(
            answer -> assertThat(answer).isEqualTo(Gone.because(asked.get(0), Reason.DELETED)),
            answer -> assertThat(answer).isInstanceOf(Lookup.Found.class),
            answer ->
                assertThat(answer).isEqualTo(new Gone(asked.get(2), Reason.MERGED, asked.get(1))),
            answer -> assertThat(answer).isEqualTo(Gone.because(asked.get(3), Reason.UNKNOWN)),
            answer -> assertThat(answer).isEqualTo(Gone.because(asked.get(4), Reason.UNKNOWN)),
            answer -> assertThat(answer).isInstanceOf(Lookup.Found.class),
            answer -> assertThat(answer).isEqualTo(Gone.because(asked.get(6), Reason.UNKNOWN)));
    assertThat(sim.requests()).isEqualTo(2); // the objects, and the recycle bin
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void mergedObject_namesTheOneThatTookItOver_alsoUnderANewId(boolean newIds) {
    sim.quirks().mergesMakeNewIds(newIds);
    List<SimulatedRecord> added = addContacts(2);
    SimulatedRecord winner = added.get(0).merge(added.get(1));
    EntitySession session = open(sim.contacts());
    assertThat(look(session, added.get(1).id()))
        .isEqualTo(new Gone(added.get(1).id(), Reason.MERGED, winner.id()));
    if (newIds) {
      assertThat(look(session, added.get(0).id()))
          .isEqualTo(new Gone(added.get(0).id(), Reason.MERGED, winner.id()));
    }
  }

  @Test
  void mergedObjectWhoseWinnerLiesInTheBin_isGoneForAnUnknownReason_notDeleted() {
    List<SimulatedRecord> added = addContacts(2);
    added.get(0).merge(added.get(1)).archive();
    assertThat(((Gone) look(open(sim.contacts()), added.get(1).id())).reason())
        .isNotEqualTo(Reason.DELETED);
  }

  @Test
  void objectThatABatchLeavesOutWithoutAWord_isLookedAtSingly() {
    List<SimulatedRecord> added = addContacts(3);
    EntitySession session = open(sim.contacts());
    sim.faults()
        .next(
            Fault.body(
                    200,
                    "application/json",
                    "{\"status\":\"COMPLETE\",\"results\":[{\"id\":\""
                        + added.get(0).id()
                        + "\",\"properties\":{\"firstname\":\"x\"},\"archived\":false}]}")
                .on("POST", "/crm/objects/2026-09/0-1/batch/read"));
    added.get(2).archive();
    List<Lookup> answers = session.lookup(ids(added), Set.of("firstname"));
    assertThat(answers.get(0)).isInstanceOf(Lookup.Found.class);
    assertThat(answers.get(1))
        .isInstanceOfSatisfying(
            Lookup.Found.class,
            found -> assertThat(found.item().fields().get("firstname")).isEqualTo(text("No. 2")));
    assertThat(answers.get(2)).isEqualTo(Gone.because(added.get(2).id(), Reason.DELETED));
    assertThat(sim.requests(ONE)).isEqualTo(2);
  }

  @Test
  void oddIds_areGone_andNotSent() {
    EntitySession session = open(sim.contacts());
    assertThat(session.lookup(List.of("x", "-1", "", "1/2"), Set.of()))
        .allMatch(answer -> ((Gone) answer).reason() == Reason.UNKNOWN);
    assertThat(sim.requests()).isZero();
  }

  @Test
  void restoredObject_isThereAgain() {
    SimulatedRecord ada = sim.contacts().add(Map.of("firstname", "Ada"));
    ada.archive();
    EntitySession session = open(sim.contacts());
    assertThat(look(session, ada.id())).isInstanceOf(Gone.class);
    ada.restore();
    assertThat(look(session, ada.id())).isInstanceOf(Lookup.Found.class);
  }
}
