package com.puraify.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Capabilities.CreateSafety;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Expectation;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.connector.WriteResult.Reason;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MemoryWriteTest {

  private static final Schema TASKS =
      Schema.of(
          "Tasks",
          Field.of("title", new FieldType.Text(20, true)),
          Field.of("price", new FieldType.Num(0, 2)),
          Field.of("status", new FieldType.Choice(List.of("Open", "Done"), false, true)),
          Field.of("code", FieldType.text()).asUnique(),
          Field.of("made", FieldType.text()).createOnly(),
          Field.of("seen", FieldType.number()).readOnly(),
          Field.of("parent", new FieldType.Reference("Tasks")));

  private final ManualTime time = ManualTime.advancing();
  private final MemoryPlatform platform = MemoryPlatform.named("memory", time);

  private static Capabilities.Builder batching() {
    return Capabilities.builder().batches(10, 10, 10);
  }

  private static Write.Create create(String key, Fields fields) {
    return new Write.Create(key, fields, List.of("title"));
  }

  private static Write.Update update(String id, Fields fields) {
    return new Write.Update(id, fields, Expectation.none());
  }

  private static Fields title(String title) {
    return Fields.of("title", Value.text(title));
  }

  private EntitySession open(MemoryEntity entity) {
    return entity.open(Contexts.on(time));
  }

  private WriteResult writeOne(MemoryEntity entity, Write write) {
    return open(entity).write(List.of(write)).get(0);
  }

  private static Expectation expecting(Fields fields, @Nullable String version) {
    return new Expectation() {
      @Override
      public Set<String> fields() {
        return Set.copyOf(fields.ids());
      }

      @Override
      public boolean holds(Fields current) {
        return current.only(fields().stream().sorted().toList()).equals(fields);
      }

      @Override
      public @Nullable String version() {
        return version;
      }
    };
  }

  @Test
  void createUpdateDelete_areDoneLoggedAndCounted() {
    MemoryEntity tasks = platform.add(TASKS);

    WriteResult created = writeOne(tasks, create("k1", title("a")));
    writeOne(tasks, update("item-1", title("b")));
    WriteResult deleted = writeOne(tasks, new Write.Delete("item-1", Expectation.none()));

    Item item = Objects.requireNonNull(((WriteResult.Done) created).after());
    assertThat(item.id()).isEqualTo("item-1");
    assertThat(item.fields().get("title")).isEqualTo(Value.text("a"));
    assertThat(deleted).isEqualTo(new WriteResult.Done("item-1", null, null));
    assertThat(tasks.size()).isZero();
    assertThat(tasks.writes())
        .extracting(change -> change.after() == null ? null : change.after().get("title"))
        .containsExactly(Value.text("a"), Value.text("b"), null);
    assertThat(tasks.calls(SpiCall.Kind.CREATE)).isEqualTo(1);
    assertThat(tasks.calls()).isEqualTo(6);
  }

  @Test
  void values_areKeptInTheFormOfTheirType_andAsThePlatformRewritesThem() {
    MemoryEntity tasks =
        platform
            .entity(TASKS)
            .normalizer(
                "made",
                value ->
                    value instanceof Value.Text text
                        ? Value.text(text.value().toUpperCase(Locale.ROOT))
                        : value)
            .build();

    writeOne(
        tasks,
        create(
            "k1",
            Fields.builder()
                .put("title", Value.text(""))
                .put("price", Value.number(new BigDecimal("1.005")))
                .put("status", Value.choice("DONE"))
                .put("made", Value.text("istanbul"))
                .build()));

    Fields held = tasks.item("item-1").orElseThrow();
    assertThat(held.get("title")).isEqualTo(Value.NULL);
    assertThat(held.get("price")).isEqualTo(Value.number(new BigDecimal("1.01")));
    assertThat(held.get("status")).isEqualTo(Value.choice("Done"));
    assertThat(held.get("made")).isEqualTo(Value.text("ISTANBUL"));
  }

  @Test
  void refusals_nameTheReasonAndTheField() {
    MemoryEntity tasks =
        platform
            .entity(TASKS)
            .refusing(fields -> Value.text("poison").equals(fields.get("title")))
            .build();
    tasks.put(Fields.of("code", Value.text("c1")));

    assertRefused(tasks, Fields.of("title", Value.number(1)), Reason.INVALID_VALUE, "title");
    assertRefused(
        tasks, Fields.of("title", Value.text("x".repeat(21))), Reason.INVALID_VALUE, "title");
    assertRefused(tasks, Fields.of("status", Value.choice("?")), Reason.INVALID_VALUE, "status");
    assertRefused(tasks, Fields.of("nope", Value.NULL), Reason.INVALID_VALUE, "nope");
    assertRefused(tasks, Fields.of("code", Value.text("c1")), Reason.DUPLICATE, "code");
    assertRefused(tasks, Fields.of("seen", Value.number(1)), Reason.FORBIDDEN, "seen");
    assertRefused(
        tasks, Fields.of("parent", Value.reference("no")), Reason.MISSING_REFERENCE, "parent");
    assertRefused(tasks, title("poison"), Reason.OTHER, null);
    assertThat(writeOne(tasks, update("item-1", Fields.of("made", Value.text("x")))))
        .isInstanceOfSatisfying(
            WriteResult.Rejected.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.FORBIDDEN));
    assertThat(writeOne(tasks, update("no", title("x"))))
        .isEqualTo(WriteResult.Rejected.because(Reason.GONE, "there is no item no"));
    assertThat(tasks.writes()).isEmpty();
  }

  private void assertRefused(
      MemoryEntity tasks, Fields fields, Reason reason, @Nullable String field) {
    assertThat(writeOne(tasks, create("k", fields)))
        .isInstanceOfSatisfying(
            WriteResult.Rejected.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused.field()).isEqualTo(field);
            });
  }

  @Test
  void requiredField_isNeededAtCreation_andNeverEmptied() {
    MemoryEntity tasks =
        platform.add(Schema.of("T", Field.of("title", FieldType.text()).asRequired()));

    assertRefused(tasks, Fields.empty(), Reason.INVALID_VALUE, "title");
    tasks.put(title("a"));
    assertThat(writeOne(tasks, update("item-1", Fields.of("title", Value.NULL))))
        .isInstanceOf(WriteResult.Rejected.class);
    assertThatThrownBy(() -> tasks.put(Fields.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("title");
  }

  @Test
  void uniqueValue_isFreeAgainAfterItsItemIsGone() {
    MemoryEntity tasks = platform.add(TASKS);
    tasks.put(Fields.of("code", Value.text("c1")));
    tasks.put(Fields.of("code", Value.text("c2")));
    tasks.remove("item-1");

    assertThat(writeOne(tasks, update("item-2", Fields.of("code", Value.text("c1")))))
        .isInstanceOf(WriteResult.Done.class);
    assertThatThrownBy(() -> tasks.put(Fields.of("code", Value.text("c1"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void partialBatch_writesAllButTheRefused() {
    MemoryEntity tasks = platform.entity(TASKS).capabilities(batching().build()).build();

    List<WriteResult> results =
        open(tasks)
            .write(
                List.of(
                    create("k1", title("a")),
                    create("k2", Fields.of("seen", Value.number(1))),
                    create("k3", title("c"))));

    assertThat(results.get(1)).isInstanceOf(WriteResult.Rejected.class);
    assertThat(tasks.size()).isEqualTo(2);
  }

  @Test
  void atomicBatch_isRefusedAsAWhole_andLeavesNoTrace() {
    MemoryEntity tasks =
        platform
            .entity(TASKS)
            .capabilities(batching().atomicBatches(true).createSafety(CreateSafety.KEYED).build())
            .build();
    Write.Create good = create("k1", Fields.of("code", Value.text("c1")));
    Write.Create bad = create("k2", Fields.of("code", Value.text("c1")));

    ConnectorException refused =
        catchThrowableOfType(ConnectorException.class, () -> open(tasks).write(List.of(good, bad)));

    assertThat(refused.kind()).isEqualTo(ConnectorException.Kind.INVALID);
    assertThat(tasks.items()).isEmpty();
    assertThat(tasks.log()).isEmpty();
    assertThat(writeOne(tasks, good)).isInstanceOf(WriteResult.Done.class);
    assertThat(writeOne(tasks, bad)).isInstanceOf(WriteResult.Rejected.class);
    assertThat(tasks.size()).isEqualTo(1);
  }

  @Test
  void vagueRefusal_neverNamesTheItem() {
    MemoryEntity tasks = platform.entity(TASKS).refusals(MemoryEntity.Refusals.VAGUE).build();

    assertThatThrownBy(() -> writeOne(tasks, create("k", Fields.of("seen", Value.NULL))))
        .isInstanceOf(ConnectorException.class);
  }

  @Test
  void conditionalWrite_isStaleUnlessTheItemIsAsExpected() {
    MemoryEntity tasks =
        platform
            .entity(TASKS)
            .capabilities(Capabilities.builder().conditionalWrites(true).build())
            .returnsBefore()
            .build();
    tasks.put(title("a"));
    tasks.edit("item-1", title("b"));

    WriteResult stale =
        writeOne(tasks, new Write.Update("item-1", title("x"), expecting(title("a"), null)));
    WriteResult done =
        writeOne(tasks, new Write.Update("item-1", title("x"), expecting(title("b"), null)));

    Item current = Objects.requireNonNull(((WriteResult.Stale) stale).current());
    assertThat(current.fields().get("title")).isEqualTo(Value.text("b"));
    assertThat(current.version()).isEqualTo("2");
    Item before = Objects.requireNonNull(((WriteResult.Done) done).before());
    assertThat(before.fields().get("title")).isEqualTo(Value.text("b"));
    assertThat(writeOne(tasks, new Write.Delete("item-1", expecting(title("b"), null))))
        .isInstanceOf(WriteResult.Stale.class);
  }

  @Test
  void conditionalWriteByVersion_comparesVersions() {
    MemoryEntity tasks =
        platform
            .entity(TASKS)
            .capabilities(Capabilities.builder().conditionalWrites(true).build())
            .conditionalByVersion()
            .returnsItems(false)
            .build();
    tasks.put(title("a"));
    tasks.edit("item-1", title("a"));

    assertThat(writeOne(tasks, new Write.Update("item-1", title("x"), expecting(title("a"), "1"))))
        .isEqualTo(new WriteResult.Stale(null));
    assertThat(writeOne(tasks, new Write.Update("item-1", title("x"), expecting(title("?"), "2"))))
        .isEqualTo(new WriteResult.Done("item-1", null, null));
  }

  @Test
  void keyedCreate_sentAgain_isTheSameItem() {
    MemoryEntity tasks =
        platform
            .entity(TASKS)
            .capabilities(Capabilities.builder().createSafety(CreateSafety.KEYED).build())
            .build();

    writeOne(tasks, create("k1", title("a")));
    WriteResult again = writeOne(tasks, create("k1", title("a")));

    assertThat(((WriteResult.Done) again).id()).isEqualTo("item-1");
    assertThat(tasks.size()).isEqualTo(1);
  }

  @Test
  void upsert_updatesTheItemThatMatches_unlessTheValueIsEmpty() {
    MemoryEntity tasks =
        platform
            .entity(TASKS)
            .capabilities(Capabilities.builder().createSafety(CreateSafety.UPSERT).build())
            .build();
    tasks.put(title("a"));

    writeOne(tasks, create("k1", Fields.of("title", Value.text("a"), "price", Value.number(3))));
    writeOne(tasks, create("k2", Fields.of("title", Value.NULL)));
    writeOne(tasks, create("k3", Fields.of("title", Value.NULL)));

    assertThat(tasks.size()).isEqualTo(3);
    assertThat(tasks.item("item-1").orElseThrow().get("price")).isEqualTo(Value.number(3));
  }

  @Test
  void plainCreate_sentAgain_isASecondItem() {
    MemoryEntity tasks = platform.add(TASKS);

    writeOne(tasks, create("k1", title("a")));
    writeOne(tasks, create("k1", title("a")));

    assertThat(tasks.size()).isEqualTo(2);
  }

  @Test
  void failureBefore_leavesNothingWritten_andLostAnswerLeavesEverything() {
    MemoryEntity tasks = platform.add(TASKS);
    ConnectorException down =
        new ConnectorException(ConnectorException.Kind.UNAVAILABLE, "the platform is down");
    tasks.interfere(
        new Interference() {
          @Override
          public void before(SpiCall call) {
            if (call.kind() == SpiCall.Kind.CREATE) {
              throw down;
            }
          }
        });
    assertThatThrownBy(() -> writeOne(tasks, create("k1", title("a")))).isSameAs(down);
    assertThat(tasks.size()).isZero();

    tasks.interfere(
        new Interference() {
          @Override
          public void after(SpiCall call) {
            if (call.kind() == SpiCall.Kind.CREATE) {
              throw down;
            }
          }
        });
    assertThat(writeOne(tasks, create("k1", title("a"))))
        .isEqualTo(new WriteResult.Unknown("the platform is down", null));
    assertThat(tasks.size()).isEqualTo(1);
  }

  @Test
  void connectionLostAmidABatch_keepsWhatCameBefore_unlessAtomic() {
    Interference lost =
        new Interference() {
          @Override
          public void beforeItem(SpiCall call, int index) {
            if (index == 2) {
              throw new ConnectorException(ConnectorException.Kind.TIMEOUT, "no answer");
            }
          }
        };
    List<Write.Create> batch =
        List.of(create("k1", title("a")), create("k2", title("b")), create("k3", title("c")));
    MemoryEntity plain =
        platform.entity(TASKS).id("plain").capabilities(batching().build()).build();
    MemoryEntity atomic =
        platform
            .entity(TASKS)
            .id("atomic")
            .capabilities(batching().atomicBatches(true).build())
            .build();
    platform.interfere(lost);

    assertThat(open(plain).write(batch)).hasOnlyElementsOfType(WriteResult.Unknown.class);
    assertThat(open(atomic).write(batch)).hasOnlyElementsOfType(WriteResult.Unknown.class);
    assertThat(plain.size()).isEqualTo(2);
    assertThat(atomic.size()).isZero();
  }

  @Test
  void crash_goesThroughToTheCaller() {
    MemoryEntity tasks = platform.add(TASKS);
    AssertionError crash = new AssertionError("crash");
    tasks.interfere(
        new Interference() {
          @Override
          public void after(SpiCall call) {
            if (call.kind().isWrite()) {
              throw crash;
            }
          }
        });

    assertThatThrownBy(() -> writeOne(tasks, create("k1", title("a")))).isSameAs(crash);
    assertThat(tasks.size()).isEqualTo(1);
  }

  @Test
  void person_canEditBetweenAReadAndAWrite() {
    MemoryEntity tasks = platform.add(TASKS);
    tasks.put(title("a"));
    tasks.interfere(
        new Interference() {
          @Override
          public void before(SpiCall call) {
            if (call.toString().equals("Tasks#2 UPDATE of 1")) {
              tasks.edit("item-1", Fields.of("price", Value.number(7)));
            }
          }
        });

    writeOne(tasks, update("item-1", title("b")));

    assertThat(tasks.log()).extracting(MemoryChange::byEngine).containsExactly(false, false, true);
    assertThat(tasks.item("item-1").orElseThrow().get("price")).isEqualTo(Value.number(7));
  }

  @Test
  void brokenRules_areToldToTheCaller() {
    MemoryEntity tasks = platform.entity(TASKS).capabilities(batching().build()).build();
    EntitySession session = open(tasks);

    assertThatThrownBy(() -> session.write(List.of())).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> session.write(List.of(create("k", title("a")), update("x", title("b")))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("one kind");
    assertThatThrownBy(
            () -> session.write(List.of(update("x", title("a")), update("x", title("b")))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("once");
    tasks.interfere(
        new Interference() {
          @Override
          public void before(SpiCall call) {
            session.write(List.of(create("k2", title("a")))); // while a write is under way
          }
        });
    assertThatThrownBy(() -> session.write(List.of(create("k", title("a")))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("at once");
  }

  @Test
  void mergedItem_fillsGapsOfTheOther() {
    MemoryEntity tasks = platform.add(TASKS);
    tasks.put(Fields.of("title", Value.text("a"), "price", Value.number(1)));
    tasks.put(Fields.of("title", Value.text("b"), "made", Value.text("m")));
    tasks.merge("item-1", "item-2");

    Fields held = tasks.item("item-2").orElseThrow();
    assertThat(held.get("title")).isEqualTo(Value.text("b"));
    assertThat(held.get("price")).isEqualTo(Value.number(1));
    assertThat(tasks.holds("item-1")).isFalse();
  }
}
