package com.puraify.sync.puraify;

import static com.puraify.sync.puraify.Neighbour.Answer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.connector.Json;
import com.puraify.sync.puraify.Neighbour.Answer;
import com.puraify.sync.report.SyncEvent;
import com.puraify.sync.value.Side;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Execution is asked as it wants to be, once, and its failures stay its own. */
class ExecutionActionsTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void actionBeforeARun_isSentAsTheContractSays() {
    try (Neighbour execution = new Neighbour(call -> json(200, "{'status':'success'}"));
        ExecutionActions actions =
            ExecutionActions.builder(execution.endpoint())
                .addBefore(
                    ExecutionAction.of(
                        "send_slack",
                        Json.parse(
                            "{\"channel\":\"#sync\",\"message\":\"{sync} of {project} {begins}\"}")))
                .build()) {
      actions.beforeRun("pf-456", "tasks");

      Json body = execution.last().body();
      assertThat(execution.last().path()).isEqualTo("/execute");
      assertThat(body.at("action").text()).isEqualTo("send_slack");
      assertThat(body.at("project").text()).isEqualTo("pf-456");
      assertThat(body.at("params", "channel").text()).isEqualTo("#sync");
      assertThat(body.at("params", "message").text()).isEqualTo("tasks of pf-456 {begins}");
    }
  }

  @Test
  void itemsThatWereWritten_areWorkedOffInOrder() {
    try (Neighbour execution = new Neighbour(call -> json(200, "{'status':'success','data':1}"));
        ExecutionActions actions =
            ExecutionActions.builder(execution.endpoint())
                .addPerItem(
                    ExecutionAction.of(
                        "log_message", Json.parse("{\"message\":\"{action} {id} on {side}\"}")))
                .build()) {
      for (int i = 0; i < 5; i++) {
        actions.itemWritten("p", item("id" + i));
      }
      assertThat(actions.flush(LONG)).isTrue();

      assertThat(execution.calls())
          .extracting(call -> call.body().at("params", "message").text())
          .containsExactly(
              "create id0 on remote",
              "create id1 on remote",
              "create id2 on remote",
              "create id3 on remote",
              "create id4 on remote");
    }
  }

  @Test
  void failures_areTheActionsOwn_andNothingIsAskedTwice() {
    for (Answer answer :
        List.of(
            json(400, "{'status':'error','message':'Unknown action'}"),
            json(404, "{'status':'error','message':'Slack token not found'}"),
            json(500, "{'status':'error','message':'url required'}"),
            json(200, "{'status':'fail','reason':'no'}"),
            json(200, ""),
            Neighbour.HTML_404)) {
      try (Neighbour execution = new Neighbour(call -> answer);
          ExecutionActions actions =
              ExecutionActions.builder(execution.endpoint())
                  .addBefore(ExecutionAction.of("a", Json.object()))
                  .addPerItem(ExecutionAction.of("b", Json.object()))
                  .build()) {
        actions.beforeRun("p", "tasks");
        actions.itemWritten("p", item("x"));
        assertThat(actions.flush(LONG)).isTrue();

        assertThat(execution.calls())
            .extracting(call -> call.body().at("action").text())
            .containsExactly("a", "b");
      }
    }
  }

  @Test
  void hangingExecution_holdsARunUpNoLongerThanTheLimit_andItsItemsNotAtAll() {
    try (Neighbour execution =
        new Neighbour(
            call -> {
              throw new Neighbour.Hang();
            })) {
      ExecutionActions actions =
          ExecutionActions.builder(execution.endpoint().withTimeout(Duration.ofMillis(100)))
              .addBefore(ExecutionAction.of("a", Json.object()))
              .addPerItem(ExecutionAction.of("b", Json.object()))
              .capacity(3)
              .closeWithin(Duration.ofMillis(50))
              .build();
      actions.beforeRun("p", "tasks");
      for (int i = 0; i < 100; i++) {
        actions.itemWritten("p", item("x" + i));
      }
      actions.close();

      assertThat(actions.dropped()).isGreaterThanOrEqualTo(96);
    }
  }

  @Test
  void withoutActionsForItems_nothingIsKeptOrSent() {
    try (Neighbour execution = new Neighbour(call -> json(200, "{}"));
        ExecutionActions actions = ExecutionActions.builder(execution.endpoint()).build()) {
      actions.itemWritten("p", item("x"));
      actions.beforeRun("p", "tasks");

      assertThat(actions.flush(LONG)).isTrue();
      assertThat(execution.calls()).isEmpty();
    }
  }

  @Test
  void templates_areFilledAtAnyDepth_once() {
    Json filled =
        ExecutionAction.of(
                "x",
                Json.parse(
                    "{\"a\":[{\"b\":\"{id}{id}\"},1,null],\"r\":\"{report}\",\"t\":\"see {report}\",\"o\":\"{\"}"))
            .filled(
                Map.of(
                    "id",
                    Json.of("{run}"),
                    "run",
                    Json.of("no"),
                    "report",
                    Json.object(m -> m.put("status", "success"))));

    assertThat(filled.at("a").at(0).at("b").text()).isEqualTo("{run}{run}");
    assertThat(filled.at("a").at(1).number().intValue()).isEqualTo(1);
    assertThat(filled.at("r", "status").text()).isEqualTo("success");
    assertThat(filled.at("t").text()).isEqualTo("see {report}");
    assertThat(filled.at("o").text()).isEqualTo("{");
  }

  private static SyncEvent.ItemWritten item(String id) {
    return new SyncEvent.ItemWritten("tasks", "run1", Side.REMOTE, "create", id);
  }
}
