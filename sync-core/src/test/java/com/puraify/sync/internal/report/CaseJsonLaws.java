package com.puraify.sync.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.conflict.Case;
import com.puraify.sync.conflict.Resolution;
import com.puraify.sync.value.ArbitraryValues;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class CaseJsonLaws {

  @Property
  void everyCase_comesBackAsItWas(@ForAll("cases") Case question) {
    String text = CaseJson.write(question);

    assertThat(CaseJson.read(text)).isEqualTo(question).hasToString(question.toString());
    assertThat(text).doesNotContain("\n");
  }

  @Provide
  Arbitrary<Case> cases() {
    return Combinators.combine(subjects(), details())
        .as(
            (subject, detail) ->
                new Case(
                    subject.sync,
                    subject.id,
                    subject.kind,
                    subject.at,
                    subject.question,
                    subject.localIds,
                    subject.remoteIds,
                    detail.field,
                    detail.local,
                    detail.remote,
                    detail.state,
                    detail.answer));
  }

  private record Subject(
      String sync,
      String id,
      Case.Kind kind,
      Instant at,
      String question,
      List<String> localIds,
      List<String> remoteIds) {}

  private record Detail(
      @Nullable String field,
      @Nullable Value local,
      @Nullable Value remote,
      String state,
      @Nullable Resolution answer) {}

  private static Arbitrary<Subject> subjects() {
    Arbitrary<List<String>> ids = ArbitraryValues.texts().list().ofMaxSize(3);
    return Combinators.combine(
            ArbitraryValues.texts(),
            ArbitraryValues.texts(),
            Arbitraries.of(Case.Kind.class),
            ArbitraryValues.instants(),
            ArbitraryValues.texts(),
            ids,
            ids)
        .as(Subject::new);
  }

  private static Arbitrary<Detail> details() {
    return Combinators.combine(
            ArbitraryValues.texts().injectNull(0.3),
            ArbitraryValues.values().injectNull(0.3),
            ArbitraryValues.values().injectNull(0.3),
            ArbitraryValues.texts(),
            resolutions().injectNull(0.2))
        .as(Detail::new);
  }

  private static Arbitrary<Resolution> resolutions() {
    return Arbitraries.oneOf(
        List.of(
            Arbitraries.of(Side.class).map(Resolution::take),
            ArbitraryValues.values().map(Resolution::use),
            ArbitraryValues.texts().injectNull(0.3).map(Resolution.Hold::new),
            ArbitraryValues.texts().map(Resolution::fail),
            Combinators.combine(ArbitraryValues.texts(), ArbitraryValues.texts())
                .as(Resolution::link),
            Arbitraries.of(
                Resolution.approve(),
                Resolution.retry(),
                Resolution.createAll(),
                Resolution.ignore())));
  }
}
