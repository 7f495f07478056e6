package com.puraify.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.mapping.Converter;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyncTestbedTest {

  @Test
  void mappingOfAHost_isTestedInAFewLines() {
    Schema rows =
        Schema.of("rows", Field.of("title", FieldType.text()), Field.of("state", FieldType.text()));
    Schema pages =
        Schema.of(
            "pages",
            Field.of("p1", "Title", FieldType.text()),
            Field.of("p2", "State", FieldType.choiceOf(List.of("To do", "Done"))));
    SchemaMapping mapping =
        SchemaMapping.builder()
            .matchOn("title", "Title")
            .field("title", "Title")
            .field(
                "state",
                "State",
                rule -> rule.convert(Converter.choices(Map.of("open", "To do", "done", "Done"))))
            .build();

    try (SyncTestbed bed = SyncTestbed.between(rows, pages).mapping(mapping)) {
      bed.local().put(Fields.of("title", Value.text("Buy milk"), "state", Value.text("open")));

      assertThat(bed.plan().creates(Side.REMOTE)).isEqualTo(1);
      bed.sync();

      Map<String, Fields> written = bed.remote().items();
      assertThat(written.values())
          .extracting(fields -> fields.get("p2"))
          .containsExactly(Value.choice("To do"));
      assertThat(bed.sync().syncedItems()).isZero();
    }
  }
}
