package com.puraify.sync.testkit.tck;

import com.puraify.sync.connector.Capabilities.CreateSafety;
import com.puraify.sync.connector.Connection;
import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Field;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** CALL: how a connector to a REST service calls it. */
abstract class CallRules extends WriteRules {

  private static final List<String> UNKNOWN = List.of("no_such_option", "nor_this_one");

  @Test
  void CALL_1_callsGoThroughTheEngine() {
    appliesIf(person().requests().isPresent(), "no requests are served");
    long before = person().requests().orElse(0);
    int sent = context().calls().size();
    String id = created("CALL-1", 1);
    everything();
    look(id);
    done("CALL-1", delete(id));
    long served = person().requests().orElse(0) - before;
    int seen = context().calls().size() - sent;
    require(
        "CALL-1",
        served > 0 && served <= seen,
        "a connector to a REST service",
        served + " requests were served, of which " + seen + " went through the engine",
        "make every call with ConnectorContext.http");
    require(
        "CALL-1",
        context().settings().stream().noneMatch(http -> http.windows().isEmpty()),
        "a connector to a REST service",
        "calls without a rate window",
        "declare the account's limits with HttpSettings.addWindow");
  }

  @Test
  void CALL_2_onlyWhatIsSafeToRepeatIsRepeatable() {
    appliesIf(person().requests().isPresent(), "no requests are served");
    List<String> ids = people(1);
    settle();
    session();
    int before = context().calls().size();
    created("CALL-2", 2);
    List<HttpCall> creating = context().calls().subList(before, context().calls().size());
    require(
        "CALL-2",
        able().createSafety() != CreateSafety.FIND
            || creating.stream().anyMatch(c -> !c.repeatable()),
        "createSafety " + able().createSafety(),
        "a create by calls that are all repeatable: " + names(creating),
        "send creates with HttpCall.post; a repeat makes a second item");
    Field field = main();
    before = context().calls().size();
    done("CALL-2", update(ids.get(0), field, sample(field, 2)));
    List<HttpCall> editing = context().calls().subList(before, context().calls().size());
    require(
        "CALL-2",
        editing.stream().anyMatch(call -> !call.repeatable()),
        "an update",
        "an update by calls that are all repeatable: " + names(editing),
        "send updates with HttpCall.patch; a late repeat undoes an edit");
  }

  private static List<String> names(List<HttpCall> calls) {
    return calls.stream().map(call -> call.method() + " " + call.path()).toList();
  }

  @Test
  void CALL_3_refusedCredentialsAreToldAsSuch() {
    make(Trouble.REFUSED);
    String seen;
    try {
      seen = brief(session().read(ReadRequest.all(allIds())));
    } catch (ConnectorException e) {
      seen =
          Set.of(Kind.AUTHENTICATION, Kind.PERMISSION).contains(e.kind()) ? "" : "kind " + e.kind();
    }
    require(
        "CALL-3",
        seen.isEmpty(),
        "credentials that are not taken",
        seen,
        "turn the answer into kind AUTHENTICATION or PERMISSION");
  }

  @Test
  void CALL_4_unknownOptionsAreRefusedAllAtOnce() {
    String seen;
    try {
      Optional<Connection> connection =
          person().connect(Map.of(UNKNOWN.get(0), "1", UNKNOWN.get(1), "2"));
      appliesIf(connection.isPresent(), "the connector takes no options");
      seen = "it connected";
    } catch (ConfigurationException e) {
      String message = String.valueOf(e.getMessage());
      seen = UNKNOWN.stream().allMatch(message::contains) ? "" : message;
    }
    require(
        "CALL-4",
        seen.isEmpty(),
        "options " + UNKNOWN,
        seen,
        "refuse the options that the connector does not know in one ConfigurationException");
  }
}
