package com.puraify.sync.puraify;

import static com.puraify.sync.puraify.Neighbour.Answer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.PermissionDeniedException;
import com.puraify.sync.host.PermissionGate;
import com.puraify.sync.puraify.Neighbour.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Only an explicit yes lets a run begin. */
class EngineControlGateTest {

  private static final PermissionGate.Request REQUEST =
      new PermissionGate.Request("pf-456", "tasks", "notion", "sync");

  @Test
  void yes_permits_andWhatWasAskedIsComplete() {
    try (Neighbour control =
        new Neighbour(
            call ->
                json(
                    200,
                    "{'action_allowed':true,'platform_status':'active','scopes_required':[]}"))) {
      assertThat(ask(control).permitted()).isTrue();

      Json body = control.last().body();
      assertThat(control.last().path()).isEqualTo("/engine-control/check");
      assertThat(body.at("engine_id").text()).isEqualTo("sync");
      assertThat(body.at("platform").text()).isEqualTo("notion");
      assertThat(body.at("requested_action").text()).isEqualTo("sync");
      assertThat(body.at("user_id").text()).isEqualTo("sync");
      assertThat(body.at("project_id").text()).isEqualTo("pf-456");
      assertThat(body.at("sync_id").text()).isEqualTo("tasks");
    }
  }

  @Test
  void answerInAnEnvelope_isUnderstood_andOneThatContradictsItselfIsNone() {
    try (Neighbour control =
        new Neighbour(call -> json(200, "{'status':'success','data':{'action_allowed':true}}"))) {
      assertThat(ask(control).permitted()).isTrue();
      control.behave(
          call ->
              json(
                  200,
                  "{'status':'success','data':{'action_allowed':false,'reason':'not now'},'error':null}"));
      assertThat(ask(control).permitted()).isFalse();
      assertThat(ask(control).reason()).contains("not now");
      control.behave(call -> json(200, "{'action_allowed':false,'data':{'action_allowed':true}}"));
      assertThat(ask(control).permitted()).isFalse();
    }
  }

  @Test
  void refusal_isToldWithItsReason() {
    for (int status : new int[] {200, 403}) {
      try (Neighbour control =
          new Neighbour(
              call ->
                  json(
                      status,
                      "{'action_allowed':false,'reason':'not now','platform_status':'maintenance','scopes_required':['pages:write']}"))) {
        PermissionGate.Answer answer = ask(control);

        assertThat(answer.permitted()).isFalse();
        assertThat(answer.reason()).contains("not now", "maintenance", "pages:write");
      }
    }
  }

  @Test
  void yesThatIsTakenBack_isARefusal() {
    for (String answer :
        List.of(
            "{'action_allowed':true,'platform_status':'maintenance'}",
            "{'action_allowed':true,'rate_limit_remaining':0}")) {
      try (Neighbour control = new Neighbour(call -> json(200, answer))) {
        assertThat(ask(control).permitted()).as(answer).isFalse();
      }
    }
    try (Neighbour control = new Neighbour(call -> json(403, "{'action_allowed':true}"))) {
      assertThat(ask(control).permitted()).isFalse();
    }
  }

  @Test
  void whatIsNoAnswer_deniesTheRun() {
    for (Answer answer :
        List.of(
            json(200, "{}"),
            json(200, "{'action_allowed':'true'}"),
            json(200, "true"),
            json(200, ""),
            json(500, "{'action_allowed':true}"),
            json(302, "{'action_allowed':true}"),
            Neighbour.HTML_404,
            new Answer(200, "<html>welcome</html>", true))) {
      try (Neighbour control = new Neighbour(call -> answer)) {
        assertThatThrownBy(() -> ask(control))
            .as(answer.toString())
            .isInstanceOf(PermissionDeniedException.class)
            .hasMessageContaining("was not run");
      }
    }
  }

  @SuppressWarnings("try") // closed early, as a neighbour that goes down is
  @Test
  void downOrHanging_deniesTheRun() {
    try (Neighbour control =
        new Neighbour(
            call -> {
              throw new Neighbour.Hang();
            })) {
      EngineControlGate gate =
          EngineControlGate.builder(control.endpoint().withTimeout(Duration.ofMillis(200))).build();
      assertThatThrownBy(() -> gate.ask(REQUEST))
          .isInstanceOf(PermissionDeniedException.class)
          .hasMessageContaining("did not answer");
      control.close();
      assertThatThrownBy(() -> gate.ask(REQUEST))
          .isInstanceOf(PermissionDeniedException.class)
          .hasMessageContaining("cannot be reached");
    }
  }

  private static PermissionGate.Answer ask(Neighbour control) {
    return EngineControlGate.builder(control.endpoint()).build().ask(REQUEST);
  }
}
