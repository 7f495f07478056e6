package com.puraify.sync.internal.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ItemLogTest {

  private static final long NOTHING_IN_MEMORY = 0;
  private static final int MANY = 5_000;

  private static Item everyKind(String id) {
    return new Item(
        id,
        Fields.builder()
            .put("null", Value.NULL)
            .put("text", Value.text("Ärger 🚀 " + id))
            .put("empty", Value.text(""))
            .put("number", new Value.Num(new BigDecimal("-123456789012345678901234.5678")))
            .put("true", Value.TRUE)
            .put("false", Value.FALSE)
            .put("day", new Value.Day(LocalDate.of(-44, 3, 15)))
            .put("moment", new Value.Moment(Instant.parse("2026-02-28T23:59:59.123456789Z")))
            .put("choice", Value.choice("Open"))
            .put("reference", new Value.Reference("r-1"))
            .put("opaque", new Value.Opaque("{\"a\":[1,2]}"))
            .put("many", new Value.Many(List.of(Value.text("a"), Value.NULL, Value.choice("b"))))
            .put("struct", new Value.Struct(Map.of("start", Value.text("x"), "end", Value.NULL)))
            .build(),
        Instant.parse("2026-01-01T00:00:00.5Z"),
        "v7");
  }

  @Test
  void valuesOfEveryKind_surviveTheTemporaryFile() {
    try (ItemLog log = new ItemLog(NOTHING_IN_MEMORY)) {
      Item bare = new Item("bare", Fields.empty(), null, null);
      log.add(0, everyKind("1"));
      log.add(7, bare);

      assertThat(log.spilled()).isTrue();
      assertThat(log.item(0)).isEqualTo(everyKind("1"));
      assertThat(log.item(1)).isEqualTo(bare);
    }
  }

  @Test
  void items_areReadBackInAnyOrder_andBetweenWrites() {
    List<Item> items = new ArrayList<>();
    try (ItemLog log = new ItemLog(100_000)) {
      for (int i = 0; i < MANY; i++) {
        Item item = everyKind("item " + i);
        assertThat(log.add(i % 3, item)).isEqualTo(i);
        items.add(item);
        assertThat(log.item(i / 2)).isEqualTo(items.get(i / 2));
      }
      for (int i = MANY - 1; i >= 0; i -= 7) {
        assertThat(log.item(i)).isEqualTo(items.get(i));
      }
      for (int i = 0; i < MANY; i++) {
        assertThat(log.item(i)).isEqualTo(items.get(i));
        assertThat(log.link(i)).isEqualTo(i % 3);
      }
    }
  }

  @Test
  void anItemLargerThanTheBuffer_survives() {
    Item large = new Item("large", Fields.of("text", Value.text("x".repeat(300_000))), null, null);
    try (ItemLog log = new ItemLog(NOTHING_IN_MEMORY)) {
      log.add(0, everyKind("before"));
      log.add(0, large);
      log.add(0, everyKind("after"));

      assertThat(log.item(1)).isEqualTo(large);
      assertThat(log.item(0)).isEqualTo(everyKind("before"));
      assertThat(log.item(2)).isEqualTo(everyKind("after"));
    }
  }

  @Test
  void whatIsForgotten_isNotCountedAsUnlinked() {
    try (ItemLog log = new ItemLog(Long.MAX_VALUE)) {
      log.add(0, everyKind("1"));
      log.add(0, everyKind("2"));
      log.forget(0);

      assertThat(log.unlinked()).isEqualTo(1);
      assertThat(log.link(0)).isEqualTo(ItemLog.FORGOTTEN);
      assertThat(log.size()).isEqualTo(2);
    }
  }
}
