package com.puraify.sync.puraify;

import static com.puraify.sync.puraify.Neighbour.Answer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.puraify.Neighbour.Answer;
import com.puraify.sync.state.MemoryStateStore;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases become requests, and what comes back decides only if it clearly does. */
class FeedbackReviewerTest {

  private static final Case CONFLICT =
      question(Case.Kind.CONFLICT, "status", Value.choice("open"), Value.choice("done"));

  @Test
  void conflict_becomesARequestThatSaysEverything() {
    try (Neighbour feedback = new Neighbour(call -> json(200, "{'status':'pending'}"))) {
      assertThat(reviewer(feedback).review(CONFLICT)).isEmpty();

      Json body = feedback.last().body();
      assertThat(feedback.last().path()).isEqualTo("/feedback/request");
      assertThat(body.at("type").text()).isEqualTo("action_approval");
      assertThat(body.at("default").text()).isEqualTo("paused");
      assertThat(body.at("user_id").text()).isEqualTo("ann");
      assertThat(body.at("project_id").text()).isEqualTo("pf-456");
      assertThat(body.at("sync_id").text()).isEqualTo(CONFLICT.sync());
      assertThat(body.at("case_id").text()).isEqualTo(CONFLICT.id());
      assertThat(body.at("field").text()).isEqualTo("status");
      assertThat(body.at("local_value").text()).isEqualTo("open");
      assertThat(body.at("remote_value").text()).isEqualTo("done");
      assertThat(body.at("reason").text())
          .contains("which?", "open", "done", "local, remote, use, ignore");
      assertThat(body.at("options").elements()).hasSize(4);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'status':'approved','user_choice':'local'};           TAKE_LOCAL",
        "{'proceed':true,'user_choice':'Prefer remote'};        TAKE_REMOTE",
        "{'decision':'use','value':'later'};                    USE",
        "{'status':'suggest','suggestion':'later'};             USE",
        "{'status':'rejected'};                                 IGNORE",
        "{'proceed':false};                                     IGNORE",
        "{'status':'approved'};                                 OPEN",
        "{'proceed':true};                                      OPEN",
        "{'status':'pending'};                                  OPEN",
        "{'status':'paused'};                                   OPEN",
        "{'status':'אושר'};                                     OPEN",
        "{'decision':'use'};                                    OPEN",
        "{'decision':'use','value':{}};                         OPEN",
        "{};                                                    OPEN"
      })
  void answersToAConflict(String answer, String expected) {
    Optional<Resolution> decided = at(CONFLICT, answer);

    assertThat(decided)
        .isEqualTo(
            switch (expected) {
              case "TAKE_LOCAL" -> Optional.of(Resolution.take(Side.LOCAL));
              case "TAKE_REMOTE" -> Optional.of(Resolution.take(Side.REMOTE));
              case "USE" -> Optional.of(Resolution.use(Value.choice("later")));
              case "IGNORE" -> Optional.of(Resolution.ignore());
              default -> Optional.empty();
            });
  }

  @Test
  void answersToOtherQuestions() {
    Case guard = question(Case.Kind.GUARD, null, null, null);
    Case quarantine = question(Case.Kind.QUARANTINE, null, null, null);
    Case match = question(Case.Kind.AMBIGUOUS_MATCH, null, null, null);
    Case doubt = question(Case.Kind.DOUBTFUL_CREATE, null, null, null);

    assertThat(at(guard, "{'status':'approved'}")).contains(Resolution.approve());
    assertThat(at(guard, "{'proceed':true}")).contains(Resolution.approve());
    assertThat(at(guard, "{'proceed':false,'reason':'no'}")).isEmpty();
    assertThat(at(guard, "{'status':'rejected'}")).isEmpty();
    assertThat(at(quarantine, "{'status':'approved'}")).contains(Resolution.retry());
    assertThat(at(match, "{'decision':'create_all'}")).contains(Resolution.createAll());
    assertThat(at(match, "{'decision':'link','local_id':'l','remote_id':'r'}"))
        .contains(Resolution.link("l", "r"));
    assertThat(at(match, "{'decision':'link'}")).isEmpty();
    assertThat(at(match, "{'status':'approved'}")).isEmpty();
    assertThat(at(doubt, "{'decision':'retry'}")).contains(Resolution.retry());
  }

  @Test
  void numbersAndTexts_areOfTheFieldsKind() {
    Case number = question(Case.Kind.CONFLICT, "n", Value.number(1), Value.number(2));
    Case day = question(Case.Kind.CONFLICT, "d", Value.NULL, null);

    assertThat(at(number, "{'decision':'use','value':7}"))
        .contains(Resolution.use(Value.number(7)));
    assertThat(at(number, "{'decision':'use','value':null}")).contains(Resolution.use(Value.NULL));
    assertThat(at(day, "{'decision':'use','value':'x'}")).contains(Resolution.use(Value.text("x")));
  }

  @Test
  void answerInAnEnvelope_isUnderstood() {
    assertThat(at(CONFLICT, "{'status':'success','data':{'user_choice':'local'}}"))
        .contains(Resolution.take(Side.LOCAL));
    assertThat(at(CONFLICT, "{'status':'success','data':{'status':'pending'}}")).isEmpty();
  }

  @Test
  void questionThatWasAsked_isNotAskedAgain_evenAfterARestart() {
    MemoryStateStore store = MemoryStateStore.create();
    Case changed = question("another state");
    try (Neighbour feedback =
        new Neighbour(call -> json(200, "{'status':'pending','request_id':'q1'}"))) {
      assertThat(reviewer(feedback, store).review(CONFLICT)).isEmpty();
      FeedbackReviewer restarted = reviewer(feedback, store);

      assertThat(restarted.review(CONFLICT)).isEmpty();

      assertThat(feedback.calls()).hasSize(1);
      assertThat(restarted.review(changed)).isEmpty();
      assertThat(feedback.calls()).as("the item has moved on: another question").hasSize(2);
      assertThat(feedback.last().body().at("request_id").text())
          .isNotEqualTo(feedback.calls().get(0).body().at("request_id").text());
      assertThat(store.load(CONFLICT.sync()).settings())
          .as("what is not asked any more is forgotten")
          .hasSize(1);
    }
  }

  @Test
  void questionThatWasAskedJustBeforeTheProcessDied_hasTheSameIdWhenItIsAskedAgain() {
    try (Neighbour feedback = new Neighbour(call -> json(200, "{'status':'pending'}"))) {
      reviewer(feedback, MemoryStateStore.create()).review(CONFLICT);
      reviewer(feedback, MemoryStateStore.create()).review(CONFLICT);

      assertThat(feedback.calls()).hasSize(2);
      assertThat(feedback.calls())
          .extracting(call -> call.body().at("request_id").text())
          .containsOnly(feedback.last().body().at("request_id").text())
          .allMatch(id -> id.matches("[0-9a-f]{32}"));
    }
  }

  @Test
  void questionThatWasNotTaken_isAskedAgain() {
    MemoryStateStore store = MemoryStateStore.create();
    try (Neighbour feedback = new Neighbour(call -> json(503, "{}"))) {
      FeedbackReviewer reviewer = reviewer(feedback, store);
      assertThatThrownBy(() -> reviewer.review(CONFLICT)).isInstanceOf(ConnectorException.class);
      feedback.behave(call -> json(200, "{'user_choice':'local'}"));

      assertThat(reviewer.review(CONFLICT)).contains(Resolution.take(Side.LOCAL));
      assertThat(reviewer.review(CONFLICT))
          .as("an answer that was there at once may have been lost")
          .contains(Resolution.take(Side.LOCAL));
    }
  }

  @Test
  void feedbackThatDoesNotTakeTheQuestion_isAnError() {
    for (Answer answer :
        List.of(Neighbour.HTML_404, json(500, "{}"), json(200, "ok"), json(400, "{'error':'x'}"))) {
      try (Neighbour feedback = new Neighbour(call -> answer)) {
        assertThatThrownBy(() -> reviewer(feedback).review(CONFLICT))
            .isInstanceOf(ConnectorException.class)
            .hasMessageContaining("did not take a question");
      }
    }
  }

  private static Optional<Resolution> at(Case question, String answer) {
    try (Neighbour feedback = new Neighbour(call -> json(200, answer))) {
      return reviewer(feedback).review(question);
    }
  }

  private static FeedbackReviewer reviewer(Neighbour feedback, StateStore store) {
    return FeedbackReviewer.builder(feedback.endpoint()).store(store).build();
  }

  private static Case question(String state) {
    return new Case(
        CONFLICT.sync(),
        CONFLICT.id(),
        CONFLICT.kind(),
        CONFLICT.openedAt(),
        CONFLICT.question(),
        CONFLICT.localIds(),
        CONFLICT.remoteIds(),
        CONFLICT.field(),
        CONFLICT.local(),
        CONFLICT.remote(),
        state,
        null);
  }

  private static FeedbackReviewer reviewer(Neighbour feedback) {
    return FeedbackReviewer.builder(feedback.endpoint()).userId("ann").build();
  }

  private static Case question(
      Case.Kind kind, @Nullable String field, @Nullable Value local, @Nullable Value remote) {
    return new Case(
        "pf-456:TasksTable:notion",
        "conflict|l1|r1|status",
        kind,
        Instant.EPOCH,
        "which?",
        List.of("l1"),
        List.of("r1"),
        field,
        local,
        remote,
        "state",
        null);
  }
}
