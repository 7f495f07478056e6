package com.puraify.sync.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import org.junit.jupiter.api.Test;

class SchemaMappingTest {

  @Test
  void fieldsWrittenTwice_areNamedAllAtOnce() {
    ConfigurationException e =
        catchThrowableOfType(
            ConfigurationException.class,
            () ->
                SchemaMapping.builder()
                    .field("a", "A")
                    .field("a", "B")
                    .field("c", "B", rule -> rule.direction(Direction.TO_REMOTE))
                    .build());

    assertThat(e.problems())
        .extracting(ConfigurationException.Problem::message)
        .satisfiesExactly(
            first -> assertThat(first).contains("local field 'a'"),
            second -> assertThat(second).contains("remote field 'B'"));
  }

  @Test
  void oneFieldInTwoPairs_isFine_ifEachSideIsWrittenOnce() {
    SchemaMapping mapping =
        SchemaMapping.builder()
            .field("a", "A", rule -> rule.direction(Direction.TO_LOCAL))
            .field("a", "B", rule -> rule.direction(Direction.TO_REMOTE))
            .field("a", "A", rule -> rule.direction(Direction.NONE))
            .build();

    assertThat(mapping.fields()).hasSize(3);
  }

  @Test
  void byName_declaresNothing() {
    SchemaMapping mapping = SchemaMapping.byName();

    assertThat(mapping.fields()).isEmpty();
    assertThat(mapping.matchKey()).isEmpty();
    assertThat(mapping.filter(Side.LOCAL)).isEmpty();
    assertThat(mapping.filter(Side.REMOTE)).isEmpty();
  }

  @Test
  void where_restrictsOneSide() {
    Filter filter = Filter.equal("a", Value.TRUE);
    SchemaMapping mapping = SchemaMapping.builder().where(Side.REMOTE, filter).build();

    assertThat(mapping.filter(Side.LOCAL)).isEmpty();
    assertThat(mapping.filter(Side.REMOTE)).contains(filter);
  }
}
