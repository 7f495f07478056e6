package com.puraify.sync.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Capabilities.DeleteVisibility;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryReadTest {

  private static final Set<String> ALL = Set.of("title", "done");
  private static final Schema TASKS =
      Schema.of("Tasks", Field.of("title", FieldType.text()), Field.of("done", FieldType.bool()));

  private final ManualTime time = ManualTime.advancing();
  private final MemoryPlatform platform = MemoryPlatform.named("memory", time);

  private static Fields task(String title) {
    return Fields.of("title", Value.text(title));
  }

  private EntitySession open(MemoryEntity entity) {
    return entity.open(Contexts.on(time));
  }

  private static Capabilities.Builder incremental() {
    return Capabilities.builder().incremental(true).deletes(DeleteVisibility.FEED);
  }

  /** Everything that a read yields, page by page, the end last. */
  private record Read(List<List<String>> pages, Page.Next end) {
    List<String> ids() {
      return pages.stream().flatMap(List::stream).toList();
    }

    String checkpoint() {
      return Objects.requireNonNull(((Page.End) end).checkpoint());
    }
  }

  private static Read read(EntitySession session, ReadRequest first) {
    List<List<String>> pages = new ArrayList<>();
    ReadRequest request = first;
    while (true) {
      Page page = session.read(request);
      pages.add(page.changes().stream().map(Page.Change::id).toList());
      if (!(page.next() instanceof Page.More more)) {
        return new Read(pages, page.next());
      }
      request = request.next(more);
    }
  }

  private static void fill(MemoryEntity entity, int items) {
    for (int i = 1; i <= items; i++) {
      entity.put(task("t" + i));
    }
  }

  @Test
  void fullRead_yieldsAllItemsInPages() {
    MemoryEntity tasks = platform.entity(TASKS).pageSize(2).build();
    fill(tasks, 5);

    Read read = read(open(tasks), ReadRequest.all(ALL));

    assertThat(read.pages())
        .containsExactly(
            List.of("item-1", "item-2"), List.of("item-3", "item-4"), List.of("item-5"));
    assertThat(read.end()).isEqualTo(new Page.End(null));
  }

  @Test
  void item_mentionsWantedFieldsAlone_andEmptyOnesAsEmpty() {
    MemoryEntity tasks = platform.add(TASKS);
    tasks.put(task("a"));

    Page page = open(tasks).read(ReadRequest.all(Set.of("done")));

    Item item = ((Page.Present) page.changes().get(0)).item();
    assertThat(item.fields()).isEqualTo(Fields.of("done", Value.NULL));
    assertThat(item.modifiedAt()).isEqualTo(time.instant());
    assertThat(item.version()).isNull();
  }

  @Test
  void emptyShortAndRepeatingPages_yieldEverythingNevertheless() {
    MemoryEntity tasks =
        platform.entity(TASKS).pageSize(5).shortPages().emptyPages().repeats(2).build();
    fill(tasks, 20);

    Read read = read(open(tasks), ReadRequest.all(ALL));

    assertThat(read.ids()).containsAll(tasks.items().keySet());
    assertThat(read.ids()).hasSizeGreaterThan(20);
    assertThat(read.pages()).contains(List.of());
  }

  @Test
  void listingCap_cutsOff_unlessNothingIsLeft() {
    MemoryEntity tasks = platform.entity(TASKS).pageSize(2).listingCap(3).build();
    fill(tasks, 3);
    assertThat(read(open(tasks), ReadRequest.all(ALL)).end()).isInstanceOf(Page.End.class);

    fill(tasks, 1);
    Read read = read(open(tasks), ReadRequest.all(ALL));

    assertThat(read.ids()).hasSize(3);
    assertThat(read.end()).isInstanceOf(Page.CutOff.class);
  }

  @Test
  void itemsThatStay_areReadThoughOthersComeAndGo() {
    MemoryEntity tasks = platform.entity(TASKS).pageSize(2).build();
    fill(tasks, 4);
    EntitySession session = open(tasks);
    Page first = session.read(ReadRequest.all(ALL));
    tasks.remove("item-1");
    tasks.put(task("new"));

    Read rest = read(session, ReadRequest.all(ALL).next((Page.More) first.next()));

    assertThat(rest.ids()).contains("item-3", "item-4");
  }

  @Test
  void changes_areWhatChangedSinceTheCheckpoint() {
    MemoryEntity tasks = platform.entity(TASKS).capabilities(incremental().build()).build();
    fill(tasks, 3);
    time.advance(Duration.ofSeconds(1));
    EntitySession session = open(tasks);
    String checkpoint = read(session, ReadRequest.all(ALL)).checkpoint();
    time.advance(Duration.ofSeconds(1));
    tasks.edit("item-2", task("x"));
    tasks.remove("item-3");

    Page page = session.read(ReadRequest.changes(checkpoint, ALL));

    assertThat(page.changes().get(0)).isInstanceOf(Page.Present.class);
    assertThat(page.changes().get(1))
        .isEqualTo(new Page.Removed(Lookup.Gone.because("item-3", Lookup.Reason.DELETED)));
    assertThat(page.changes()).hasSize(2);
  }

  @Test
  void coarseTimes_stillMissNothing() {
    MemoryEntity tasks =
        platform
            .entity(TASKS)
            .capabilities(incremental().granularity(Duration.ofMinutes(1)).build())
            .build();
    EntitySession session = open(tasks);
    String checkpoint = read(session, ReadRequest.all(ALL)).checkpoint();
    time.advance(Duration.ofSeconds(59));
    tasks.put(task("a"));

    assertThat(read(session, ReadRequest.changes(checkpoint, ALL)).ids()).containsExactly("item-1");
    Item item = ((Page.Present) session.read(ReadRequest.all(ALL)).changes().get(0)).item();
    assertThat(item.modifiedAt()).isEqualTo(ManualTime.DEFAULT_START);
  }

  @Test
  void lag_hidesChangesFromReads_andCheckpointsWaitForThem() {
    MemoryEntity tasks =
        platform
            .entity(TASKS)
            .capabilities(
                incremental().visibilityLag(Duration.ofSeconds(30)).findable(true).build())
            .build();
    tasks.put(task("old"));
    time.advance(Duration.ofMinutes(1));
    tasks.edit("item-1", task("new"));
    tasks.put(task("second"));
    EntitySession session = open(tasks);
    FindRequest find = new FindRequest(null, "title", List.of(Value.text("second")), ALL);

    Read early = read(session, ReadRequest.all(ALL));
    assertThat(early.ids()).containsExactly("item-1");
    Item item = ((Page.Present) session.read(ReadRequest.all(ALL)).changes().get(0)).item();
    assertThat(item.fields().get("title")).isEqualTo(Value.text("old"));
    assertThat(session.find(find)).isEmpty();
    assertThat(session.lookup(List.of("item-2"), ALL).get(0)).isInstanceOf(Lookup.Found.class);

    time.advance(Duration.ofSeconds(30));
    assertThat(read(session, ReadRequest.changes(early.checkpoint(), ALL)).ids())
        .containsExactly("item-1", "item-2");
    assertThat(session.find(find)).hasSize(1);
  }

  @Test
  void unevenLag_neverExceedsTheDeclaredOne() {
    MemoryEntity tasks =
        platform
            .entity(TASKS)
            .capabilities(Capabilities.builder().visibilityLag(Duration.ofSeconds(10)).build())
            .unevenLag()
            .build();
    fill(tasks, 50);
    EntitySession session = open(tasks);

    time.advance(Duration.ofSeconds(5));
    assertThat(read(session, ReadRequest.all(ALL)).ids()).hasSizeBetween(1, 49);
    time.advance(Duration.ofSeconds(5));
    assertThat(read(session, ReadRequest.all(ALL)).ids()).hasSize(50);
  }

  @Test
  void lookups_tellWhatBecameOfItems() {
    MemoryEntity tasks =
        platform.entity(TASKS).capabilities(Capabilities.builder().lookupBatch(10).build()).build();
    fill(tasks, 6);
    tasks.remove("item-1");
    tasks.archive("item-2");
    tasks.moveAway("item-3");
    tasks.hide("item-4");
    tasks.merge("item-5", "item-6");

    List<Lookup> answers =
        open(tasks)
            .lookup(List.of("item-1", "item-2", "item-3", "item-4", "item-5", "item-6", "no"), ALL);

    assertThat(answers)
        .startsWith(
            Lookup.Gone.because("item-1", Lookup.Reason.DELETED),
            Lookup.Gone.because("item-2", Lookup.Reason.ARCHIVED),
            Lookup.Gone.because("item-3", Lookup.Reason.MOVED),
            Lookup.Gone.because("item-4", Lookup.Reason.UNKNOWN),
            new Lookup.Gone("item-5", Lookup.Reason.MERGED, "item-6"))
        .endsWith(Lookup.Gone.because("no", Lookup.Reason.UNKNOWN));
    assertThat(answers.get(5)).isInstanceOf(Lookup.Found.class);
    assertThat(tasks.items()).containsOnlyKeys("item-6");
  }

  @Test
  void deletesThatAreNotVisible_areNotTold() {
    MemoryEntity tasks =
        platform
            .entity(TASKS)
            .capabilities(Capabilities.builder().deletes(DeleteVisibility.NONE).build())
            .build();
    fill(tasks, 1);
    tasks.remove("item-1");

    assertThat(open(tasks).lookup(List.of("item-1"), ALL))
        .containsExactly(Lookup.Gone.because("item-1", Lookup.Reason.UNKNOWN));
  }

  @Test
  void restore_bringsBackWhatWasHeld() {
    MemoryEntity tasks = platform.add(TASKS);
    fill(tasks, 1);
    tasks.archive("item-1");
    tasks.restore("item-1");

    assertThat(tasks.item("item-1").orElseThrow().get("title")).isEqualTo(Value.text("t1"));
    assertThatThrownBy(() -> tasks.restore("item-1")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void schemaChange_hidesAndShowsFields() {
    MemoryEntity tasks = platform.add(TASKS);
    tasks.put(task("a"));
    tasks.schema(Schema.of("Tasks", Field.of("done", FieldType.bool())));

    assertThat(tasks.item("item-1").orElseThrow().ids()).containsExactly("done");
    assertThat(open(tasks).schema().fields()).hasSize(1);
  }

  @Test
  void formula_changesWithoutTouchingTheItem() {
    Schema withCount =
        Schema.of(
            "Tasks",
            Field.of("title", FieldType.text()),
            Field.of("others", FieldType.number()).asDerived());
    List<MemoryEntity> self = new ArrayList<>();
    MemoryEntity tasks =
        platform
            .entity(withCount)
            .formula("others", fields -> Value.number(self.isEmpty() ? 0 : self.get(0).size() - 1))
            .build();
    self.add(tasks);
    fill(tasks, 1);
    Fields before = tasks.item("item-1").orElseThrow();
    fill(tasks, 1);

    assertThat(before.get("others")).isEqualTo(Value.number(0));
    assertThat(tasks.item("item-1").orElseThrow().get("others")).isEqualTo(Value.number(1));
  }

  @Test
  void brokenRules_areToldToTheCaller() {
    MemoryEntity tasks = platform.add(TASKS);
    EntitySession session = open(tasks);

    assertThatThrownBy(() -> session.read(ReadRequest.changes("2026-01-01T00:00:00Z", ALL)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("incremental");
    assertThatThrownBy(() -> session.lookup(List.of("a", "b"), ALL))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> session.find(new FindRequest(null, null, List.of(), ALL)))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.kind()).isEqualTo(ConnectorException.Kind.UNSUPPORTED));
    session.close();
    assertThatThrownBy(session::schema).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void platform_namesItsEntities_andOpensUnknownOnesInVain() {
    MemoryEntity tasks = platform.entity(TASKS).id("t1").build();

    assertThat(platform.entities(Contexts.on(time))).hasSize(1);
    assertThat(platform.entity("Tasks")).isSameAs(tasks);
    assertThat(platform.entity("t1")).isSameAs(tasks);
    assertThatThrownBy(() -> platform.entity("nope").open(Contexts.on(time)))
        .isInstanceOfSatisfying(
            ConnectorException.class,
            e -> assertThat(e.kind()).isEqualTo(ConnectorException.Kind.NOT_FOUND));
  }
}
