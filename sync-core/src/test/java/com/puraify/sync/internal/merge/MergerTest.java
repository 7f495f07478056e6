package com.puraify.sync.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Conflict;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.delta.Delta;
import com.puraify.sync.error.GuardException;
import com.puraify.sync.internal.delta.Sighting;
import com.puraify.sync.internal.map.BoundMapping;
import com.puraify.sync.internal.map.MappingBinder;
import com.puraify.sync.internal.map.ReferenceTable;
import com.puraify.sync.internal.merge.ItemPlan.Kind;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.Action;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.FieldDecision;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.plan.PlannedItem;
import com.puraify.sync.state.Link;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the laws leave to detail: words, questions and their answers, what was refused or flips. */
class MergerTest {

  private static final Instant NOW = Instant.parse("2026-03-29T12:00:00Z");
  private static final Instant EARLIER = NOW.minusSeconds(3_600);

  private ConflictStrategy strategy = ConflictStrategy.manualReview();
  private Direction direction = Direction.BOTH;
  private DeletePolicy deletes = DeletePolicy.PROPAGATE;
  private LeavePolicy onLeave = LeavePolicy.DELETE;
  private Drift drift = Drift.KEEP;
  private Answers answers = Answers.NONE;
  private Link.Condition condition = Link.Condition.SOUND;

  @Test
  void heldField_isAskedAboutWithBothValuesInLocalTerms() {
    ItemPlan plan = merge(local("b", "2"), remote("c", 3));

    assertThat(plan.kind()).isEqualTo(Kind.UPDATE);
    assertThat(plan.reason()).isEqualTo("equal or held");
    assertThat(plan.questions()).hasSize(2);
    assertThat(plan.fields().get(0).decision().rule()).isEqualTo("manual_review");
    CaseDraft question = plan.questions().get(1);
    assertThat(question.id()).isEqualTo("conflict|l1|r1|number");
    assertThat(question.kind()).isEqualTo(Case.Kind.CONFLICT);
    assertThat(question.question())
        .isEqualTo("'number' was changed on both sides (manual review); which value counts?");
    assertThat(question.localIds()).containsExactly("l1");
    assertThat(question.remoteIds()).containsExactly("r1");
    assertThat(question.local()).isEqualTo(Value.text("2"));
    assertThat(question.remote()).isEqualTo(Value.text("3"));
    assertThat(question.state()).matches("[0-9a-f]+:[0-9a-f]+");
  }

  @Test
  void question_changesItsStateWithEitherValue() {
    String state = merge(local("b", "1"), remote("c", 1)).questions().get(0).state();

    assertThat(merge(local("x", "1"), remote("c", 1)).questions().get(0).state())
        .isNotEqualTo(state);
    assertThat(merge(local("b", "1"), remote("x", 1)).questions().get(0).state())
        .isNotEqualTo(state);
    assertThat(merge(local("b", "1"), remote("c", 1)).questions().get(0).state()).isEqualTo(state);
  }

  @Test
  void holdWithoutAReason_asksWithoutOne() {
    strategy = conflict -> Resolution.hold(null);

    assertThat(merge(local("b", "1"), remote("c", 1)).questions().get(0).question())
        .isEqualTo("'name' was changed on both sides; which value counts?");
  }

  @Test
  void answer_settlesTheFieldAsThePersonSaid() {
    answers = (id, state) -> id.equals("conflict|l1|r1|name") ? Resolution.take(Side.LOCAL) : null;
    ItemPlan taken = merge(local("b", "1"), remote("c", 1));
    assertThat(taken.writes(Side.REMOTE)).isEqualTo(Fields.of("r-name", Value.text("b")));
    assertThat(taken.fields().get(0).decision().rule()).isEqualTo("person");
    assertThat(taken.questions()).isEmpty();

    answers = (id, state) -> Resolution.ignore();
    ItemPlan ignored = merge(local("b", "1"), remote("c", 1));
    assertThat(ignored.writesAnything()).isFalse();
    assertThat(ignored.fields().get(0).settles()).isTrue();
    assertThat(ignored.fields().get(0).decision().outcome()).isEqualTo(FieldDecision.Outcome.KEPT);

    answers = (id, state) -> Resolution.use(Value.text("third"));
    ItemPlan third = merge(local("b", "1"), remote("c", 1));
    assertThat(third.writes(Side.LOCAL)).isEqualTo(Fields.of("name", Value.text("third")));
    assertThat(third.writes(Side.REMOTE)).isEqualTo(Fields.of("r-name", Value.text("third")));
    assertThat(third.reason()).isEqualTo("changed on both sides");

    answers = (id, state) -> Resolution.retry();
    assertThat(merge(local("b", "1"), remote("c", 1)).questions()).hasSize(1);
  }

  @Test
  void thirdValue_isWrittenOnlyWhereItIsNot() {
    strategy = conflict -> Resolution.use(Value.text("b"));

    ItemPlan plan = merge(local("b", "1"), remote("c", 1));

    assertThat(plan.writes(Side.LOCAL).isEmpty()).isTrue();
    assertThat(plan.writes(Side.REMOTE)).isEqualTo(Fields.of("r-name", Value.text("b")));
  }

  @Test
  void thirdValueWithoutCounterpart_waitsWithItsReason() {
    strategy = conflict -> Resolution.use(Value.text("many"));

    ItemPlan plan = merge(local("a", "2"), remote("a", 3));

    assertThat(plan.writesAnything()).isFalse();
    FieldPlan.Problem problem = plan.problem().orElseThrow().problem();
    assertThat(problem.side()).isEqualTo(Side.REMOTE);
    assertThat(problem.detail()).contains("is not a number");
  }

  @Test
  void conflict_tellsTheStrategyEverything() {
    List<Conflict> seen = new ArrayList<>();
    strategy =
        conflict -> {
          seen.add(conflict);
          return Resolution.hold(null);
        };

    merge(local("b", "1"), remote("c", 1));
    merge(Sighting.REMOVED, remote("c", 1));
    merge(local("b", "1"), Sighting.REMOVED);

    assertThat(seen)
        .containsExactly(
            new Conflict(
                Conflict.Kind.FIELD,
                "name",
                "Name",
                "l1",
                "r1",
                Value.text("b"),
                Value.text("c"),
                EARLIER,
                NOW),
            new Conflict(
                Conflict.Kind.LOCAL_REMOVED, null, null, "l1", "r1", null, null, null, NOW),
            new Conflict(
                Conflict.Kind.REMOTE_REMOVED, null, null, "l1", "r1", null, null, EARLIER, null));
  }

  @Test
  void strategyThatFails_namesFieldAndItems() {
    strategy = ConflictStrategy.fail();

    assertThatThrownBy(() -> merge(local("b", "1"), remote("c", 1)))
        .isInstanceOf(GuardException.class)
        .hasMessageContaining("'name' of local item l1 and remote item r1")
        .hasMessageContaining("to fail on conflicts");
    assertThatThrownBy(() -> merge(Sighting.REMOVED, remote("c", 1)))
        .isInstanceOf(GuardException.class)
        .hasMessageContaining("local item l1 and remote item r1")
        .hasMessageContaining("to fail on conflicts");
  }

  @Test
  void removedAndChanged_isAskedAndAnswered() {
    ItemPlan asked = merge(Sighting.REMOVED, remote("c", 1));
    assertThat(asked.kind()).isEqualTo(Kind.HOLD);
    assertThat(asked.isDispute()).isTrue();
    CaseDraft question = asked.questions().get(0);
    assertThat(question.id()).isEqualTo("conflict|l1|r1|");
    assertThat(question.question())
        .isEqualTo(
            "deleted on the local side and changed on the other; delete it (take the deleted side)"
                + " or keep it (take the other)?");
    assertThat(question.state()).startsWith("LOCAL:");
    assertThat(merge(Sighting.REMOVED, remote("d", 1)).questions().get(0).state())
        .isNotEqualTo(question.state());

    answers = (id, state) -> state.equals(question.state()) ? Resolution.take(Side.LOCAL) : null;
    ItemPlan deleted = merge(Sighting.REMOVED, remote("c", 1));
    assertThat(deleted.kind()).isEqualTo(Kind.DELETE);
    assertThat(deleted.target()).isEqualTo(Side.REMOTE);
    assertThat(deleted.reason()).isEqualTo("deleted there, changed here: person");

    answers = (id, state) -> Resolution.take(Side.REMOTE);
    ItemPlan again = merge(Sighting.REMOVED, remote("c", 1));
    assertThat(again.kind()).isEqualTo(Kind.RECREATE);
    assertThat(again.target()).isEqualTo(Side.LOCAL);
    assertThat(again.writes(Side.LOCAL))
        .isEqualTo(Fields.of("name", Value.text("c"), "number", Value.text("1")));
    assertThat(again.isDispute()).isTrue();
    assertThat(again.id(Side.REMOTE)).isEqualTo("r1");
    assertThat(again.sighting(Side.LOCAL)).isEqualTo(Sighting.UNCHANGED);
    assertThat(again.fields().get(0).decision().localState())
        .isEqualTo(FieldDecision.State.UNCHANGED);

    answers = (id, state) -> Resolution.ignore();
    assertThat(merge(Sighting.REMOVED, remote("c", 1)).kind()).isEqualTo(Kind.UNLINK);
  }

  @Test
  void leftTheFilterAndChanged_isAskedAndAnswered() {
    ItemPlan asked = merge(left(), remote("c", 1));
    assertThat(asked.kind()).isEqualTo(Kind.HOLD);
    assertThat(asked.isDispute()).isTrue();
    assertThat(asked.questions().get(0).question())
        .startsWith("left the filter on the local side and was changed on the other");

    answers = (id, state) -> Resolution.take(Side.LOCAL);
    assertThat(merge(left(), remote("c", 1)).kind()).isEqualTo(Kind.DELETE);
    assertThat(merge(left(), remote("c", 1)).target()).isEqualTo(Side.REMOTE);
    answers = (id, state) -> Resolution.take(Side.REMOTE);
    assertThat(merge(left(), remote("c", 1)).kind()).isEqualTo(Kind.UNLINK);
    answers = (id, state) -> Resolution.ignore();
    assertThat(merge(left(), remote("c", 1)).kind()).isEqualTo(Kind.UNLINK);
    answers = Answers.NONE;
    assertThat(merge(left(), Sighting.UNCHANGED).kind()).isEqualTo(Kind.DELETE);
    assertThat(merge(local("b", "1"), left()).questions().get(0).question())
        .startsWith("left the filter on the remote side");
  }

  @Test
  void leaving_isCarriedOverAsThePolicySays() {
    onLeave = LeavePolicy.KEEP;
    assertThat(merge(left(), Sighting.UNCHANGED).kind()).isEqualTo(Kind.NOTHING);
    assertThat(merge(left(), left()).kind()).isEqualTo(Kind.NOTHING);
    onLeave = LeavePolicy.UNLINK;
    assertThat(merge(left(), Sighting.UNCHANGED).kind()).isEqualTo(Kind.UNLINK);
    assertThat(merge(left(), left()).kind()).isEqualTo(Kind.UNLINK);
    onLeave = LeavePolicy.DELETE;
    direction = Direction.TO_LOCAL;
    assertThat(merge(left(), Sighting.UNCHANGED).kind()).isEqualTo(Kind.NOTHING);
    assertThat(merge(Sighting.UNCHANGED, left()).target()).isEqualTo(Side.LOCAL);
    assertThat(merge(left(), left()).kind()).isEqualTo(Kind.UNLINK);
  }

  @Test
  void removalOnTheTargetOfAOneWaySync_isDrift() {
    direction = Direction.TO_LOCAL;
    ItemPlan kept = merge(Sighting.REMOVED, remote("a", 1));
    assertThat(kept.kind()).isEqualTo(Kind.UNLINK);
    assertThat(kept.reason()).isEqualTo("deleted on the target");
    drift = Drift.REVERT;
    ItemPlan undone = merge(Sighting.REMOVED, remote("a", 1));
    assertThat(undone.kind()).isEqualTo(Kind.RECREATE);
    assertThat(undone.isDispute()).isFalse();
    assertThat(merge(Sighting.REMOVED, left()).kind()).isEqualTo(Kind.DROP);
    assertThat(merge(local("b", "1"), Sighting.REMOVED).kind()).isEqualTo(Kind.DELETE);
  }

  @Test
  void deletesKept_unlink() {
    deletes = DeletePolicy.KEEP;

    assertThat(merge(Sighting.REMOVED, Sighting.UNCHANGED).kind()).isEqualTo(Kind.UNLINK);
    deletes = DeletePolicy.PROPAGATE;
    onLeave = LeavePolicy.KEEP;
    assertThat(merge(Sighting.REMOVED, left()).kind()).isEqualTo(Kind.UNLINK);
  }

  @Test
  void whatLeftTheFilterAndWasDeletedThere_isForgotten() {
    onLeave = LeavePolicy.DELETE;

    assertThat(merge(Sighting.REMOVED, left()).kind()).isEqualTo(Kind.DROP);
  }

  @Test
  void valueThatWasNeverAgreedOn_isNotGivenUpWithItsCounterpart() {
    Link less = link().withBase(Side.REMOTE, link().remote().without(List.of("r-name")));

    assertThat(removedAt(less, remote("c", 1))).isEqualTo(Kind.HOLD);
    assertThat(removedAt(link(), remote("a", 1))).isEqualTo(Kind.DELETE);
  }

  private Kind removedAt(Link link, Sighting survivor) {
    return merger().merge(link, Sighting.REMOVED, survivor, ReferenceTable.EMPTY, answers).kind();
  }

  @Test
  void matchThatWrites_isShownWithItsWrite() {
    strategy = ConflictStrategy.preferLocal();

    ItemPlan plan =
        merger()
            .adopt(
                item("l1", "name", "a", "number", "1"),
                Item.of("r1", Fields.of("r-name", Value.text("a"), "r-number", Value.number(2))),
                ReferenceTable.EMPTY,
                Answers.NONE);

    assertThat(plan.writesAnything()).isTrue();
    assertThat(plan.shown().actions())
        .containsExactly(
            new Action.Link("l1", "r1"),
            new Action.Update(Side.REMOTE, "r1", Fields.of("r-number", Value.number(1))));
  }

  @Test
  void outOfSight_isNothing() {
    Sighting away = new Sighting(new Delta.Away(Lookup.Reason.ARCHIVED), null);

    assertThat(merge(away, Sighting.REMOVED).kind()).isEqualTo(Kind.NOTHING);
    assertThat(merge(Sighting.REMOVED, away).kind()).isEqualTo(Kind.NOTHING);
    assertThat(merge(away, remote("c", 1)).reason()).contains("out of sight");
  }

  @Test
  void needs_areTheItemsThatADecisionDependsOn() {
    assertThat(needs(Sighting.REMOVED, Sighting.UNCHANGED)).containsExactly(Side.REMOTE);
    assertThat(needs(Sighting.UNCHANGED, Sighting.REMOVED)).containsExactly(Side.LOCAL);
    assertThat(needs(Sighting.REMOVED, Sighting.REMOVED)).isEmpty();
    assertThat(needs(Sighting.REMOVED, remote("c", 1))).isEmpty();
    assertThat(needs(left(), Sighting.UNCHANGED)).containsExactly(Side.REMOTE);
    assertThat(needs(local("b", "1"), Sighting.UNCHANGED)).isEmpty();
    assertThat(needs(Sighting.UNCHANGED, Sighting.UNCHANGED)).isEmpty();
    onLeave = LeavePolicy.KEEP;
    assertThat(needs(left(), Sighting.UNCHANGED)).isEmpty();
    onLeave = LeavePolicy.DELETE;
    direction = Direction.TO_LOCAL;
    assertThat(needs(left(), Sighting.UNCHANGED)).isEmpty();
    assertThat(needs(local("b", "1"), Sighting.UNCHANGED)).isEmpty();
    drift = Drift.REVERT;
    assertThat(needs(local("b", "1"), Sighting.UNCHANGED)).containsExactly(Side.REMOTE);
    assertThat(needs(Sighting.UNCHANGED, remote("c", 1))).isEmpty();
    assertThat(needs(Sighting.UNCHANGED, Sighting.UNCHANGED)).isEmpty();
  }

  @Test
  void needs_includeTheOtherSideOfAFieldThatWasNeverAgreedOn() {
    Link less = link().withBase(Side.LOCAL, link().local().without(List.of("name")));

    assertThat(merger().needs(less, compared(less, Side.LOCAL, "a", "1"), Sighting.UNCHANGED))
        .containsExactly(Side.REMOTE);
    Link other = link().withBase(Side.REMOTE, link().remote().without(List.of("r-name")));
    assertThat(merger().needs(other, local("b", "1"), Sighting.UNCHANGED))
        .containsExactly(Side.REMOTE);
    assertThat(merger().needs(other, local("a", "2"), Sighting.UNCHANGED)).isEmpty();
  }

  @Test
  void writeThatWasRefusedBefore_isLeftOut_onEitherSideOrBoth() {
    strategy = ConflictStrategy.preferLocal();
    Fields toRemote = Fields.of("r-name", Value.text("b"));
    Fields toLocal = Fields.of("number", Value.text("3"));
    condition =
        condition
            .withRejected(Side.REMOTE, merger().content(Side.REMOTE, toRemote))
            .withRejected(Side.LOCAL, merger().content(Side.LOCAL, toLocal));

    ItemPlan plan = merge(local("b", "1"), remote("a", 3));

    assertThat(plan.suppressed()).containsExactlyInAnyOrder(Side.values());
    assertThat(plan.reason()).isEqualTo("refused before, unchanged since");
    assertThat(plan.writesAnything()).isFalse();
    assertThat(plan.fields()).hasSize(2);
    assertThat(merge(local("c", "1"), remote("a", 3)).suppressed()).containsExactly(Side.LOCAL);
  }

  @Test
  void contentOfAWrite_dependsOnSideFieldsAndValues() {
    Merger merger = merger();
    long content = merger.content(Side.LOCAL, Fields.of("name", Value.text("b")));

    assertThat(merger.content(Side.LOCAL, Fields.of("name", Value.text("b")))).isEqualTo(content);
    assertThat(merger.content(Side.LOCAL, Fields.of("name", Value.text("c"))))
        .isNotEqualTo(content);
    assertThat(merger.content(Side.LOCAL, Fields.of("number", Value.text("b"))))
        .isNotEqualTo(content);
  }

  @Test
  void valuesWrittenAgainAndAgain_freezeTheItem_untilSomebodySaysRetry() {
    long content = merger().content(Side.REMOTE, Fields.of("r-name", Value.text("b")));
    Link.Written write = new Link.Written(content, EARLIER);
    condition = condition.withRecent(List.of(write, write, write));

    ItemPlan frozen = merge(local("b", "1"), Sighting.UNCHANGED);

    assertThat(frozen.kind()).isEqualTo(Kind.HOLD);
    assertThat(frozen.reason()).isEqualTo("keeps flipping");
    assertThat(frozen.fields()).isEmpty();
    CaseDraft question = frozen.questions().get(0);
    assertThat(question.kind()).isEqualTo(Case.Kind.OSCILLATION);
    assertThat(question.id()).isEqualTo("flip|l1|r1");
    assertThat(question.state()).isEqualTo(Long.toHexString(content));

    answers = (id, state) -> id.equals("flip|l1|r1") ? Resolution.retry() : null;
    assertThat(merge(local("b", "1"), Sighting.UNCHANGED).writesAnything()).isTrue();
    answers = Answers.NONE;
    condition = Link.Condition.SOUND.withRecent(List.of(write, write));
    assertThat(merge(local("b", "1"), Sighting.UNCHANGED).writesAnything()).isTrue();
    condition = Link.Condition.SOUND.withFrozen(true);
    assertThat(merge(local("b", "1"), Sighting.UNCHANGED).kind()).isEqualTo(Kind.HOLD);
    assertThat(merge(Sighting.UNCHANGED, Sighting.UNCHANGED).kind()).isEqualTo(Kind.UPDATE);
  }

  @Test
  void reasons_sayWhoChanged() {
    assertThat(merge(local("b", "1"), Sighting.UNCHANGED).reason()).isEqualTo("changed locally");
    assertThat(merge(Sighting.UNCHANGED, remote("b", 1)).reason()).isEqualTo("changed remotely");
    assertThat(merge(Sighting.UNCHANGED, remote("b", 1)).writesAnything()).isTrue();
    assertThat(merge(local("b", "1"), remote("a", 3)).reason()).isEqualTo("changed on both sides");
  }

  @Test
  void newItem_getsItsValues_andWaitsIfOneHasNoCounterpart() {
    Merger merger = merger();
    ItemPlan plan =
        merger.create(
            Side.REMOTE, null, item("l9", "name", "n", "number", "5"), ReferenceTable.EMPTY);
    assertThat(plan.kind()).isEqualTo(Kind.CREATE);
    assertThat(plan.reason()).isEqualTo("new");
    assertThat(plan.source().id()).isEqualTo("l9");
    assertThat(plan.writes(Side.REMOTE))
        .isEqualTo(Fields.of("r-name", Value.text("n"), "r-number", Value.number(5)));
    assertThat(plan.fields().get(0).decision().localState()).isEqualTo(FieldDecision.State.NEW);
    assertThat(plan.fields().get(0).decision().remoteState())
        .isEqualTo(FieldDecision.State.UNCHANGED);
    assertThat(plan.fields().get(0).decision().local()).isEqualTo(Value.text("n"));
    assertThat(plan.fields().get(0).decision().remote()).isNull();
    assertThat(plan.sighting(Side.LOCAL).delta()).isEqualTo(Delta.ADDED);
    assertThat(plan.sighting(Side.REMOTE)).isEqualTo(Sighting.UNCHANGED);
    assertThat(plan.writesAnything()).isTrue();

    ItemPlan held =
        merger.create(
            Side.REMOTE, null, item("l9", "name", "n", "number", "many"), ReferenceTable.EMPTY);
    assertThat(held.kind()).isEqualTo(Kind.HOLD);
    assertThat(held.problem().orElseThrow().problem().side()).isEqualTo(Side.REMOTE);
    assertThat(held.writesAnything()).isFalse();

    ItemPlan blank =
        merger.create(
            Side.REMOTE,
            null,
            Item.of("l9", Fields.of("name", Value.NULL, "number", Value.text("5"))),
            ReferenceTable.EMPTY);
    assertThat(blank.writes(Side.REMOTE)).isEqualTo(Fields.of("r-number", Value.number(5)));
    assertThat(blank.fields()).allMatch(FieldPlan::settles);

    ItemPlan local =
        merger.create(
            Side.LOCAL,
            null,
            Item.of("r9", Fields.of("r-name", Value.text("n"))),
            ReferenceTable.EMPTY);
    assertThat(local.writes(Side.LOCAL)).isEqualTo(Fields.of("name", Value.text("n")));
    assertThat(local.fields().get(0).decision().remoteState()).isEqualTo(FieldDecision.State.NEW);
    assertThat(local.fields().get(0).decision().remote()).isEqualTo(Value.text("n"));
    assertThat(local.fields().get(0).decision().local()).isNull();
    assertThat(local.fields().get(0).decision().outcome())
        .isEqualTo(FieldDecision.Outcome.TO_LOCAL);
  }

  @Test
  void plansShown_nameEveryAction() {
    assertThat(merge(local("b", "1"), remote("a", 3)).shown().actions())
        .containsExactly(
            new Action.Update(Side.LOCAL, "l1", Fields.of("number", Value.text("3"))),
            new Action.Update(Side.REMOTE, "r1", Fields.of("r-name", Value.text("b"))));
    assertThat(merge(Sighting.REMOVED, Sighting.UNCHANGED).shown().actions())
        .containsExactly(new Action.Delete(Side.REMOTE, "r1"));
    assertThat(merge(Sighting.REMOVED, Sighting.REMOVED).shown().actions())
        .containsExactly(new Action.Unlink("l1", "r1"));
    PlannedItem held = merge(local("b", "many"), remote("c", 1)).shown();
    assertThat(held.actions()).hasSize(2);
    assertThat(held.actions().get(0)).isInstanceOf(Action.Hold.class);
    assertThat(held.actions().get(1).toString()).contains("QUARANTINE", "number:", "not a number");
    assertThat(held.localId()).isEqualTo("l1");
    assertThat(held.remoteId()).isEqualTo("r1");
    assertThat(held.fields()).hasSize(2);
    PlannedItem adopted =
        merger()
            .adopt(
                item("l1", "name", "a", "number", "1"),
                Item.of("r1", Fields.of("r-name", Value.text("a"), "r-number", Value.number(2))),
                ReferenceTable.EMPTY,
                Answers.NONE)
            .shown();
    assertThat(adopted.actions().get(0)).isEqualTo(new Action.Link("l1", "r1"));
    assertThat(adopted.reason()).isEqualTo("same match key");
    PlannedItem created =
        merger()
            .create(Side.REMOTE, null, item("l9", "name", "n", "number", "5"), ReferenceTable.EMPTY)
            .shown();
    assertThat(created.actions())
        .containsExactly(
            new Action.Create(
                Side.REMOTE, Fields.of("r-name", Value.text("n"), "r-number", Value.number(5))));
    assertThat(created.remoteId()).isNull();
  }

  @Test
  void editThatTheOtherSideCannotTell_isAgreedOnWithoutAWrite() {
    ItemPlan plan = merge(local("a", "1.0"), Sighting.UNCHANGED);

    assertThat(plan.writesAnything()).isFalse();
    assertThat(plan.fields()).hasSize(1);
    assertThat(plan.fields().get(0).settles()).isTrue();
    assertThat(plan.fields().get(0).decision().outcome()).isEqualTo(FieldDecision.Outcome.EQUAL);
  }

  @Test
  void editThatTheLocalSideCannotTell_isAgreedOnWithoutAWrite() {
    BoundMapping coarse =
        MappingBinder.bind(
            SchemaMapping.builder().field("n", "r-n").build(),
            MappingBinder.Settings.first(
                "merger",
                direction,
                strategy,
                new EntityKey("one", "account", "items"),
                new EntityKey("other", "account", "items"),
                7),
            Schema.of("locals", Field.of("n", new FieldType.Num(0, 2))),
            Schema.of("remotes", Field.of("r-n", FieldType.number())));
    Link agreed =
        new Link(
            1,
            "l1",
            "r1",
            coarse.detector(Side.LOCAL).baseOf(Fields.of("n", Value.number(1))),
            coarse.detector(Side.REMOTE).baseOf(Fields.of("r-n", Value.number(1))),
            condition);
    Fields edited = Fields.of("r-n", Value.number(new BigDecimal("1.001")));
    Sighting remote =
        new Sighting(
            coarse.detector(Side.REMOTE).compare(agreed.remote(), edited), Item.of("r1", edited));

    ItemPlan plan =
        new Merger(coarse, new MergePolicy(direction, strategy, deletes, onLeave, drift, NOW))
            .merge(agreed, Sighting.UNCHANGED, remote, ReferenceTable.EMPTY, answers);

    assertThat(plan.writesAnything()).isFalse();
    assertThat(plan.fields().get(0).settles()).isTrue();
  }

  @Test
  void onAMatch_nothingYieldsToBlankAndBlankToAnythingElse() {
    assertThat(filled(Value.text(""), Value.text("x"))).isEqualTo(Side.LOCAL);
    assertThat(filled(Value.text("x"), Value.text(" "))).isEqualTo(Side.REMOTE);
    assertThat(filled(Value.NULL, Value.text(""))).isEqualTo(Side.LOCAL);
    assertThat(filled(Value.text(" "), Value.NULL)).isEqualTo(Side.REMOTE);
    assertThat(filled(Value.text("x"), Value.text("y"))).isNull();
    assertThat(filled(Value.text(" "), Value.text(""))).isNull();
  }

  @Test
  void onAMatch_anEmptyListYieldsToOneThatHoldsSomething() {
    Merger merger =
        new Merger(lists(), new MergePolicy(direction, strategy, deletes, onLeave, drift, NOW));
    Fields some = Fields.of("tags", Value.many(List.of(Value.text("x"))));
    Fields none = Fields.of("r-tags", Value.many(List.of()));
    Fields others = Fields.of("r-tags", Value.many(List.of(Value.text("y"))));

    ItemPlan plan =
        merger.adopt(Item.of("l1", some), Item.of("r1", none), ReferenceTable.EMPTY, Answers.NONE);
    assertThat(plan.writes(Side.REMOTE)).isEqualTo(Fields.of("r-tags", some.get("tags")));
    assertThat(plan.fields().get(0).decision().rule()).isEqualTo("fill_empty");
    assertThat(
            merger
                .adopt(
                    Item.of("l1", some), Item.of("r1", others), ReferenceTable.EMPTY, Answers.NONE)
                .questions())
        .hasSize(1);
  }

  /** Returns the side that is written, or null if a person is asked. */
  private Side filled(Value local, Value remote) {
    ItemPlan plan =
        merger()
            .adopt(
                Item.of("l1", Fields.of("name", local)),
                Item.of("r1", Fields.of("r-name", remote)),
                ReferenceTable.EMPTY,
                Answers.NONE);
    for (Side side : Side.values()) {
      if (!plan.writes(side).isEmpty()) {
        return side;
      }
    }
    assertThat(plan.questions()).hasSize(1);
    return null;
  }

  @Test
  void itemThatIsAtHand_isNotNeededAgain() {
    Sighting atHand = new Sighting(Delta.NONE, remote("a", 1).item());

    assertThat(needs(Sighting.REMOVED, atHand)).isEmpty();
  }

  @Test
  void newItem_isCreatedByTheSideThatHasIt() {
    ItemPlan pulled =
        merger()
            .create(
                Side.LOCAL,
                null,
                Item.of("r9", Fields.of("r-name", Value.text("n"))),
                ReferenceTable.EMPTY);

    assertThat(pulled.sighting(Side.REMOTE).delta()).isEqualTo(Delta.ADDED);
    assertThat(pulled.sighting(Side.LOCAL)).isEqualTo(Sighting.UNCHANGED);
    assertThat(pulled.source().id()).isEqualTo("r9");
    direction = Direction.TO_LOCAL;
    assertThat(
            merger()
                .create(
                    Side.REMOTE, null, item("l9", "name", "n", "number", "5"), ReferenceTable.EMPTY)
                .fields())
        .isEmpty();
  }

  @Test
  void newItem_getsListsThatHoldSomething() {
    Merger merger =
        new Merger(lists(), new MergePolicy(direction, strategy, deletes, onLeave, drift, NOW));
    Value some = Value.many(List.of(Value.text("x")));

    assertThat(created(merger, some)).isEqualTo(Fields.of("r-tags", some));
    assertThat(created(merger, Value.many(List.of()))).isEqualTo(Fields.empty());
  }

  private BoundMapping lists() {
    return MappingBinder.bind(
        SchemaMapping.builder().field("tags", "r-tags").build(),
        MappingBinder.Settings.first(
            "merger",
            direction,
            strategy,
            new EntityKey("one", "account", "items"),
            new EntityKey("other", "account", "items"),
            7),
        Schema.of("locals", Field.of("tags", FieldType.setOf(FieldType.text()))),
        Schema.of("remotes", Field.of("r-tags", FieldType.setOf(FieldType.text()))));
  }

  private static Fields created(Merger merger, Value tags) {
    return merger
        .create(Side.REMOTE, null, Item.of("l1", Fields.of("tags", tags)), ReferenceTable.EMPTY)
        .writes(Side.REMOTE);
  }

  @Test
  void referencesToUnlinkedItems_waitAndAreNoConflict() {
    ItemPlan waiting = adoptReferences(ReferenceTable.EMPTY, Value.reference("l2"));
    assertThat(waiting.deferred()).isTrue();
    assertThat(waiting.questions()).isEmpty();
    FieldPlan field = waiting.fields().get(0);
    assertThat(field.decision().outcome()).isEqualTo(FieldDecision.Outcome.DEFERRED);
    assertThat(field.decision().rule()).isEqualTo("unlinked_references");
    assertThat(field.settles()).isFalse();

    ReferenceTable known = (sync, from, id) -> from == Side.LOCAL && id.equals("l3") ? "r3" : null;
    ItemPlan differ = adoptReferences(known, Value.reference("l3"));
    assertThat(differ.deferred()).isFalse();
    assertThat(differ.questions()).hasSize(1);
    // what cannot be put into local terms is shown as it is
    assertThat(differ.questions().get(0).remote()).isEqualTo(Value.reference("r2"));

    ItemPlan filled = adoptReferences(ReferenceTable.EMPTY, Value.NULL);
    assertThat(filled.deferred()).isTrue();
    assertThat(filled.fields().get(0).decision().rule()).isEqualTo("fill_empty");

    ReferenceTable both = (sync, from, id) -> from == Side.LOCAL && id.equals("l2") ? "r2" : null;
    ItemPlan equal = adoptReferences(both, Value.reference("l2"));
    assertThat(equal.deferred()).isFalse();
    assertThat(equal.fields().get(0).decision().outcome()).isEqualTo(FieldDecision.Outcome.EQUAL);
  }

  @Test
  void newItemWithAReferenceToAnUnlinkedOne_isCreatedWithoutIt() {
    ItemPlan plan =
        new Merger(references(), new MergePolicy(direction, strategy, deletes, onLeave, drift, NOW))
            .create(
                Side.REMOTE,
                null,
                Item.of("l1", Fields.of("parent", Value.reference("l2"))),
                ReferenceTable.EMPTY);

    assertThat(plan.kind()).isEqualTo(Kind.CREATE);
    assertThat(plan.deferred()).isTrue();
    assertThat(plan.writes(Side.REMOTE).isEmpty()).isTrue();
    assertThat(plan.fields().get(0).settles()).isFalse();
    assertThat(plan.fields().get(0).decision().outcome()).isEqualTo(FieldDecision.Outcome.DEFERRED);
  }

  private ItemPlan adoptReferences(ReferenceTable table, Value local) {
    return new Merger(
            references(), new MergePolicy(direction, strategy, deletes, onLeave, drift, NOW))
        .adopt(
            Item.of("l1", Fields.of("parent", local)),
            Item.of("r1", Fields.of("r-parent", Value.reference("r2"))),
            table,
            Answers.NONE);
  }

  private BoundMapping references() {
    return MappingBinder.bind(
        SchemaMapping.builder().field("parent", "r-parent").build(),
        MappingBinder.Settings.first(
            "merger",
            direction,
            strategy,
            new EntityKey("one", "account", "locals"),
            new EntityKey("other", "account", "remotes"),
            7),
        Schema.of("locals", Field.of("parent", new FieldType.Reference("locals"))),
        Schema.of("remotes", Field.of("r-parent", new FieldType.Reference("remotes"))));
  }

  private ItemPlan merge(Sighting local, Sighting remote) {
    return merger().merge(link(), local, remote, ReferenceTable.EMPTY, answers);
  }

  private java.util.Set<Side> needs(Sighting local, Sighting remote) {
    return merger().needs(link(), local, remote);
  }

  private Merger merger() {
    return new Merger(
        mapping(), new MergePolicy(direction, strategy, deletes, onLeave, drift, NOW));
  }

  private BoundMapping mapping() {
    return MappingBinder.bind(
        SchemaMapping.builder()
            .matchOn("name", "Name")
            .field("name", "Name")
            .field("number", "Number")
            .build(),
        MappingBinder.Settings.first(
            "merger",
            direction,
            strategy,
            new EntityKey("one", "account", "items"),
            new EntityKey("other", "account", "items"),
            7),
        Schema.of(
            "locals", Field.of("name", FieldType.text()), Field.of("number", FieldType.text())),
        Schema.of(
            "remotes",
            Field.of("r-name", "Name", FieldType.text()),
            Field.of("r-number", "Number", FieldType.number())));
  }

  /** Both sides agreed on {@code a} and {@code 1}. */
  private Link link() {
    BoundMapping mapping = mapping();
    return new Link(
        1,
        "l1",
        "r1",
        mapping.detector(Side.LOCAL).baseOf(item("l1", "name", "a", "number", "1").fields()),
        mapping
            .detector(Side.REMOTE)
            .baseOf(Fields.of("r-name", Value.text("a"), "r-number", Value.number(1))),
        condition);
  }

  private static Item item(String id, String one, String value, String two, String other) {
    return new Item(id, Fields.of(one, Value.text(value), two, Value.text(other)), EARLIER, null);
  }

  private Sighting local(String name, String number) {
    return compared(link(), Side.LOCAL, name, number);
  }

  private Sighting compared(Link link, Side side, String name, String number) {
    Item item = item("l1", "name", name, "number", number);
    return new Sighting(mapping().detector(side).compare(link.base(side), item.fields()), item);
  }

  private Sighting remote(String name, long number) {
    Item item =
        new Item(
            "r1",
            Fields.of("r-name", Value.text(name), "r-number", Value.number(number)),
            NOW,
            null);
    return new Sighting(
        mapping().detector(Side.REMOTE).compare(link().remote(), item.fields()), item);
  }

  private static Sighting left() {
    return new Sighting(Delta.LEFT, null);
  }
}
