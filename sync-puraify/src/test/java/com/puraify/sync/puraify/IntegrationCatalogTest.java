package com.puraify.sync.puraify;

import static com.puraify.sync.puraify.Neighbour.Answer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.host.ServiceCatalog;
import com.puraify.sync.puraify.Neighbour.Answer;
import com.puraify.sync.testkit.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Both shapes of what the Integration Manager may say, and what is made of silence. */
class IntegrationCatalogTest {

  private final ManualTime time = ManualTime.advancing();

  @Test
  void statusWord_tellsConnectedFromInvalid() {
    assertThat(status("{'platform':'Notion','status':'connected','scopes':['a'],'expires_in':60}"))
        .contains(true);
    assertThat(status("{'status':'invalid'}")).contains(false);
    assertThat(status("{'status':'Connected'}")).contains(true);
  }

  @Test
  void answerInAnEnvelope_tellsTheSame() {
    assertThat(status("{'status':'success','data':{'platform':'Notion','status':'connected'}}"))
        .contains(true);
    assertThat(status("{'status':'success','data':{'status':'invalid'},'error':null}"))
        .contains(false);
    try (Neighbour manager =
        new Neighbour(call -> json(200, "{'status':'success','data':[{'platform':'Notion'}]}"))) {
      assertThat(catalog(manager).platforms()).containsExactly("notion");
    }
  }

  @Test
  void otherShape_tellsTheSame() {
    assertThat(status("{'connected':true,'scopes':[],'token_valid':true}")).contains(true);
    assertThat(status("{'connected':true,'token_valid':false}")).contains(false);
    assertThat(status("{'connected':false}")).contains(false);
  }

  @Test
  void whatSaysNothing_isNotKnown() {
    for (Answer answer :
        List.of(
            Neighbour.HTML_404,
            json(404, "{'error':'no such project'}"),
            json(200, "{}"),
            json(200, "[]"),
            json(500, "{'status':'connected'}"),
            json(200, "{'connected':'yes'}"))) {
      try (Neighbour manager = new Neighbour(call -> answer)) {
        assertThat(catalog(manager).status("p", "notion")).as(answer.toString()).isEmpty();
      }
    }
  }

  @SuppressWarnings("try") // closed early, as a neighbour that goes down is
  @Test
  void managerThatIsDown_isNotKnown() {
    try (Neighbour manager = new Neighbour(call -> json(200, "{}"))) {
      manager.close();
      assertThat(catalog(manager).status("p", "notion")).isEmpty();
      assertThatThrownBy(() -> catalog(manager).platforms()).isInstanceOf(ConnectorException.class);
    }
  }

  @Test
  void oneCall_answersStatusAndScopes_forAFewSeconds() {
    try (Neighbour manager =
        new Neighbour(call -> json(200, "{'status':'connected','scopes':['pages:write',7]}"))) {
      IntegrationCatalog catalog = catalog(manager);

      assertThat(catalog.status("p", "notion").orElseThrow().connected()).isTrue();
      assertThat(catalog.scopes("p", "notion")).contains(List.of("pages:write"));
      assertThat(manager.calls()).hasSize(1);
      assertThat(manager.last().path()).isEqualTo("/integrations/status/p/notion");
      time.advance(Duration.ofSeconds(6));
      catalog.status("p", "notion");
      assertThat(manager.calls()).hasSize(2);
    }
  }

  @Test
  void platforms_comeInSeveralShapes() {
    for (String answer :
        List.of(
            "[{'platform':'Notion','auth_method':'OAuth','scopes_required':[]},{'platform':'HubSpot'}]",
            "{'integrations':[{'name':'notion'},'hubspot']}",
            "{'available':['Notion','HubSpot']}")) {
      try (Neighbour manager = new Neighbour(call -> json(200, answer))) {
        assertThat(catalog(manager).platforms()).as(answer).containsExactly("notion", "hubspot");
        assertThat(manager.last().path()).isEqualTo("/integrations/available");
      }
    }
  }

  @Test
  void platformsThatAreNone_areAnError() {
    try (Neighbour manager = new Neighbour(call -> Neighbour.HTML_404)) {
      assertThatThrownBy(() -> catalog(manager).platforms())
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("404");
    }
  }

  private Optional<Boolean> status(String answer) {
    try (Neighbour manager = new Neighbour(call -> json(200, answer))) {
      return catalog(manager).status("p", "notion").map(ServiceCatalog.ConnectionStatus::connected);
    }
  }

  private IntegrationCatalog catalog(Neighbour manager) {
    return IntegrationCatalog.builder(manager.endpoint()).time(time).build();
  }
}
