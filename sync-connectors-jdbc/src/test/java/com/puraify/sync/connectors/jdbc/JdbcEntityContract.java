package com.puraify.sync.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.puraify.sync.connector.Capabilities.CreateSafety;
import com.puraify.sync.connector.Capabilities.DeleteVisibility;
import com.puraify.sync.connector.Connection.EntityName;
import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Expectation;
import com.puraify.sync.connector.FindRequest;
import com.puraify.sync.connector.Lookup;
import com.puraify.sync.connector.Page;
import com.puraify.sync.connector.ReadRequest;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.Field.Access;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Value;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a table does on every database, beside what the certification kit tries. */
abstract class JdbcEntityContract {

  static final String K1 = "11111111-1111-4111-8111-111111111111";
  static final String K2 = "22222222-2222-4222-8222-222222222222";

  final TestContext context = new TestContext();
  FaultyDataSource dataSource;
  private final List<EntitySession> sessions = new ArrayList<>();

  /** Returns an empty database. */
  abstract DataSource open() throws Exception;

  /** Returns a column type that is an automatic whole number and the primary key. */
  abstract String autoKey();

  /** Returns the column type of points in time with a zone. */
  abstract String moment();

  /** Returns the column type of points in time without a zone. */
  abstract String naiveMoment();

  /** Returns the column type of points in time that are cut to seconds. */
  abstract String coarseMoment(boolean naive);

  abstract String bool();

  /** Returns a name as it is called unquoted: some databases fold its case. */
  abstract String folded(String name);

  @BeforeEach
  void openDatabase() throws Exception {
    dataSource = new FaultyDataSource(open());
  }

  @AfterEach
  void leavesNothingOpen() {
    sessions.forEach(EntitySession::close);
    assertThat(dataSource.open).hasValue(0);
  }

  void sql(String... statements) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  String ask(String query) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  EntitySession session(JdbcEntity entity) {
    EntitySession session = entity.open(context);
    sessions.add(session);
    return session;
  }

  JdbcEntity.Builder table(String name) {
    return JdbcEntity.table(name, dataSource);
  }

  static List<Page.Change> drain(EntitySession session, ReadRequest first, List<Page.End> end) {
    List<Page.Change> changes = new ArrayList<>();
    ReadRequest request = first;
    while (true) {
      Page page = session.read(request);
      changes.addAll(page.changes());
      if (page.next() instanceof Page.More more) {
        request = request.next(more);
      } else {
        end.add((Page.End) page.next());
        return changes;
      }
    }
  }

  static List<Page.Change> drain(EntitySession session, ReadRequest first) {
    return drain(session, first, new ArrayList<>());
  }

  static List<String> ids(List<Page.Change> changes) {
    return changes.stream().map(Page.Change::id).toList();
  }

  static Map<String, Item> items(List<Page.Change> changes) {
    Map<String, Item> items = new HashMap<>();
    for (Page.Change change : changes) {
      items.put(change.id(), ((Page.Present) change).item());
    }
    return items;
  }

  static Expectation expecting(String field, Value value) {
    return new Expectation() {
      @Override
      public Set<String> fields() {
        return Set.of(field);
      }

      @Override
      public boolean holds(Fields current) {
        return value.equals(current.get(field));
      }

      @Override
      public String version() {
        return null;
      }
    };
  }

  static Write.Create create(String key, Fields fields) {
    return new Write.Create(key, fields, List.of());
  }

  static Write.Update update(String id, Fields fields) {
    return new Write.Update(id, fields, Expectation.none());
  }

  void textTable() throws SQLException {
    sql(
        "CREATE TABLE \"t\" (\"id\" VARCHAR(60) NOT NULL PRIMARY KEY, \"a\" VARCHAR(40), \"n\""
            + " INTEGER)");
  }

  void rows(int count) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement statement =
          connection.prepareStatement(
              "INSERT INTO \"t\" (\"id\", \"a\", \"n\") VALUES (?, ?, ?)")) {
        for (int i = 0; i < count; i++) {
          statement.setString(1, "k" + i);
          statement.setString(2, "a" + i);
          statement.setInt(3, i);
          statement.addBatch();
        }
        statement.executeBatch();
      }
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  @Test
  void readAll_pagesByKey_seesEachRowOnceAndEnds() throws Exception {
    textTable();
    rows(1234);
    EntitySession session = session(table("t").pageSize(100).build());
    List<Page.Change> changes = drain(session, ReadRequest.all(Set.of("a", "n")));
    assertThat(ids(changes)).hasSize(1234).doesNotHaveDuplicates();
    Item item = items(changes).get("k77");
    assertThat(item.fields()).isEqualTo(Fields.of("a", Value.text("a77"), "n", Value.number(77)));
  }

  @Test
  void readAll_textKeysInOrderOfTheDatabase_noneIsLostBetweenPages() throws Exception {
    textTable();
    List<String> keys =
        List.of(
            "a",
            "B",
            "b",
            "Ä",
            "ä",
            "ß",
            "ss",
            "I",
            "i",
            "ı",
            "İ",
            "_",
            "-",
            " ",
            "a b",
            "a-b",
            "Z",
            "z",
            "é",
            "e\u0301",
            "10",
            "9",
            "日本",
            "\uD83D\uDE00",
            "a'b",
            "a\"b",
            "a\\b",
            "%");
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("INSERT INTO \"t\" (\"id\") VALUES (?)")) {
      for (String key : keys) {
        statement.setString(1, key);
        statement.executeUpdate();
      }
    }
    EntitySession session = session(table("t").pageSize(3).build());
    assertThat(ids(drain(session, ReadRequest.all(Set.of()))))
        .containsExactlyInAnyOrderElementsOf(keys);
    assertThat(session.lookup(keys, Set.of())).allMatch(each -> each instanceof Lookup.Found);
  }

  @Test
  void readAll_emptyTable_isAnEndWithoutItems() throws Exception {
    textTable();
    EntitySession session = session(table("t").build());
    Page page = session.read(ReadRequest.all(Set.of("a")));
    assertThat(page.changes()).isEmpty();
    assertThat(page.next()).isEqualTo(new Page.End(null));
  }

  @Test
  void emptyTextAndNull_areDifferent_bothWays() throws Exception {
    textTable();
    EntitySession session = session(table("t").build());
    session.write(
        List.of(
            create(K1, Fields.of("id", Value.text("e"), "a", Value.text(""))),
            create(K2, Fields.of("id", Value.text("n"), "a", Value.NULL))));
    Map<String, Item> items = items(drain(session, ReadRequest.all(Set.of("a"))));
    assertThat(items.get("e").fields().get("a")).isEqualTo(Value.text(""));
    assertThat(items.get("n").fields().get("a")).isEqualTo(Value.NULL);
    assertThat(session.find(new FindRequest(null, "a", List.of(Value.NULL), Set.of())))
        .extracting(Item::id)
        .containsExactly("n");
  }

  @Test
  void namesThatLookLikeSql_areJustNames() throws Exception {
    String evil = "Robert'); DROP TABLE \"\"t\"\"; --";
    String name = evil.replace("\"\"", "\"");
    textTable();
    sql(
        "CREATE TABLE \""
            + evil
            + "\" (\"i\"\"d\" VARCHAR(60) PRIMARY KEY, \"select ? from%_\" VARCHAR(99))");
    EntitySession session = session(table(name).build());
    String bobby = "x'); DELETE FROM t; -- ?";
    List<WriteResult> results =
        session.write(
            List.of(
                create(
                    K1,
                    Fields.of("i\"d", Value.text(bobby), "select ? from%_", Value.text(bobby)))));
    assertThat(results).singleElement().isInstanceOf(WriteResult.Done.class);
    Item item = items(drain(session, ReadRequest.all(Set.of("select ? from%_")))).get(bobby);
    assertThat(item.fields().get("select ? from%_")).isEqualTo(Value.text(bobby));
    assertThat(session.schema().fields()).hasSize(2);
  }

  @Test
  void tablesWhosePatternsFitEachOther_areKeptApart() throws Exception {
    sql("CREATE TABLE \"a_b\" (\"id\" INTEGER PRIMARY KEY, \"one\" VARCHAR(9))");
    sql("CREATE TABLE \"axb\" (\"id\" INTEGER PRIMARY KEY, \"two\" VARCHAR(9))");
    assertThat(session(table("a_b").build()).schema().byId("one")).isPresent();
    assertThat(session(table("a_b").build()).schema().byId("two")).isEmpty();
  }

  @Test
  void open_unknownTable_namesTheNearest() throws Exception {
    textTable();
    sql("CREATE TABLE \"TasksTable\" (\"id\" INTEGER PRIMARY KEY)");
    JdbcEntity entity = table("TaskTable").build();
    ConnectorException e =
        catchThrowableOfType(ConnectorException.class, () -> entity.open(context));
    assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(e).hasMessageContaining("no table TaskTable").hasMessageContaining("TasksTable");
  }

  @Test
  void open_nameInOtherCase_findsTheOnlyOne() throws Exception {
    sql("CREATE TABLE \"TasksTable\" (\"Id\" VARCHAR(9) PRIMARY KEY)");
    EntitySession session = session(table("taskstable").key("ID").build());
    assertThat(session.schema().entity()).isEqualTo("TasksTable");
    assertThat(session.schema().fields()).extracting(Field::id).containsExactly("Id");
  }

  @Test
  void open_tableWithoutKey_saysWhatToDo() throws Exception {
    sql("CREATE TABLE \"nokey\" (\"a\" VARCHAR(9), \"b\" VARCHAR(9) NOT NULL)");
    JdbcEntity entity = table("nokey").build();
    assertThatThrownBy(() -> entity.open(context))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("no primary key")
        .hasMessageContaining(".key(...)");
    JdbcEntity keyed = table("nokey").key("b").build();
    assertThatThrownBy(() -> keyed.open(context)).hasMessageContaining("unique index");
    sql("CREATE UNIQUE INDEX \"u\" ON \"nokey\" (\"b\")");
    assertThat(session(keyed).capabilities().createSafety()).isEqualTo(CreateSafety.KEYED);
  }

  @Test
  void open_unknownColumn_namesTheNearest() throws Exception {
    textTable();
    JdbcEntity entity = table("t").modifiedAt("ax").build();
    assertThatThrownBy(() -> entity.open(context))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("no column ax")
        .hasMessageContaining("[a, ");
  }

  @Test
  void view_isReadAndNotWritten() throws Exception {
    textTable();
    rows(3);
    sql("CREATE VIEW \"v\" AS SELECT * FROM \"t\"");
    EntitySession session = session(table("v").key("id").build());
    assertThat(ids(drain(session, ReadRequest.all(Set.of("a"))))).hasSize(3);
    assertThat(session.schema().fields()).noneMatch(Field::creatable);
    assertThatThrownBy(() -> session.write(List.of(new Write.Delete("k1", Expectation.none()))))
        .hasMessageContaining("view");
  }

  @Test
  void schema_tellsTypesKeysAndConstraints() throws Exception {
    sql(
        "CREATE TABLE parent (id " + autoKey() + ", n VARCHAR(10))",
        "CREATE TABLE child (id "
            + autoKey()
            + ", title VARCHAR(40) NOT NULL, code VARCHAR(9) UNIQUE, state VARCHAR(9) DEFAULT 'x'"
            + " NOT NULL, done "
            + bool()
            + ", price DECIMAL(10,2), weight DOUBLE PRECISION, due DATE, seen "
            + moment()
            + ", parent INTEGER REFERENCES parent(id))");
    EntitySession session = session(table("child").build());
    assertThat(field(session, "id").access()).isEqualTo(Access.READ_ONLY);
    assertThat(field(session, "id").unique()).isTrue();
    assertThat(field(session, "title").required()).isTrue();
    assertThat(field(session, "code").unique()).isTrue();
    assertThat(field(session, "state").required()).isFalse();
    assertThat(field(session, "done").type()).isEqualTo(FieldType.bool());
    assertThat(((FieldType.Num) field(session, "weight").type()).significantDigits()).isEqualTo(15);
    assertThat(field(session, "due").type()).isEqualTo(FieldType.day());
    assertThat(field(session, "seen").type()).isInstanceOf(FieldType.Moment.class);
    String parent = session(table("parent").build()).key().id();
    assertThat(field(session, "parent").type()).isEqualTo(new FieldType.Reference(parent));
    assertThat(session.capabilities().createSafety()).isEqualTo(CreateSafety.FIND);
    assertThat(session.key().platform()).isEqualTo("sql");
  }

  Field field(EntitySession session, String name) {
    return session.schema().byId(folded(name)).orElseThrow();
  }

  @Test
  void values_ofEachType_readBackAsWritten() throws Exception {
    sql(
        "CREATE TABLE v (id VARCHAR(60) PRIMARY KEY, i BIGINT, d DECIMAL(14,4), f DOUBLE PRECISION,"
            + " b "
            + bool()
            + ", dd DATE, m "
            + moment()
            + ", s VARCHAR(200))");
    EntitySession session = session(table("v").build());
    Fields fields =
        Fields.builder()
            .put(folded("id"), Value.text("x"))
            .put(folded("i"), Value.number(Long.MAX_VALUE))
            .put(folded("d"), Value.number(new java.math.BigDecimal("-1234567.8912")))
            .put(folded("f"), Value.number(new java.math.BigDecimal("0.1")))
            .put(folded("b"), Value.TRUE)
            .put(folded("dd"), Value.day(LocalDate.of(2024, 2, 29)))
            .put(folded("m"), Value.moment(Instant.parse("2025-07-25T12:00:00.123Z")))
            .put(folded("s"), Value.text("Zwölf Boxkämpfer \uD83D\uDE00 'quoted' \"twice\" \\ ?"))
            .build();
    WriteResult result = session.write(List.of(create(K1, fields))).get(0);
    assertThat(((WriteResult.Done) result).after().fields()).isEqualTo(fields);
    Item item = items(drain(session, ReadRequest.all(new HashSet<>(fields.ids())))).get("x");
    assertThat(item.fields()).isEqualTo(fields);
    for (String id : fields.ids()) {
      assertThat(session.find(new FindRequest(null, id, List.of(fields.get(id)), Set.of())))
          .as(id)
          .extracting(Item::id)
          .containsExactly("x");
    }
    Fields empty =
        Fields.copyOf(
            fields.without(folded("id")).ids().stream()
                .collect(java.util.stream.Collectors.toMap(id -> id, id -> Value.NULL)));
    assertThat(session.write(List.of(update("x", empty))).get(0))
        .isInstanceOf(WriteResult.Done.class);
    assertThat(items(drain(session, ReadRequest.all(new HashSet<>(empty.ids())))).get("x").fields())
        .isEqualTo(empty);
  }

  @Test
  void create_generatedKeys_pairsEachRowWithItsKey() throws Exception {
    sql("CREATE TABLE g (id " + autoKey() + ", a VARCHAR(40), n INTEGER)");
    EntitySession session = session(table("g").build());
    List<Write.Create> batch =
        IntStream.range(0, 1000)
            .mapToObj(
                i ->
                    create(
                        "x" + i,
                        i % 3 == 0
                            ? Fields.of(folded("a"), Value.text("r" + i))
                            : Fields.of(
                                folded("a"), Value.text("r" + i), folded("n"), Value.number(i))))
            .toList();
    List<WriteResult> results = session.write(batch);
    Map<String, Item> items = items(drain(session, ReadRequest.all(Set.of(folded("a")))));
    assertThat(items).hasSize(1000);
    for (int i = 0; i < 1000; i++) {
      WriteResult.Done done = (WriteResult.Done) results.get(i);
      assertThat(items.get(done.id()).fields().get(folded("a"))).isEqualTo(Value.text("r" + i));
    }
    WriteResult.Done blank =
        (WriteResult.Done) session.write(List.of(create(K1, Fields.empty()))).get(0);
    assertThat(session.lookup(List.of(blank.id()), Set.of()).get(0))
        .isInstanceOf(Lookup.Found.class);
  }

  @Test
  void create_textKeyNotMapped_isTheEnginesKey_andRepeatsAreTheSameItem() throws Exception {
    textTable();
    EntitySession session = session(table("t").build());
    assertThat(session.capabilities().createSafety()).isEqualTo(CreateSafety.KEYED);
    assertThat(session.schema().byId("id").orElseThrow().required()).isFalse();
    session.write(List.of(create(K1, Fields.of("a", Value.text("one")))));
    sql("UPDATE \"t\" SET \"a\" = 'edited'");
    List<WriteResult> again =
        session.write(
            List.of(
                create(K2, Fields.of("a", Value.text("two"))),
                create(K1, Fields.of("a", Value.text("one")))));
    assertThat(again).allMatch(each -> each instanceof WriteResult.Done);
    WriteResult.Done repeated = (WriteResult.Done) again.get(1);
    assertThat(repeated.id()).isEqualTo(K1);
    assertThat(repeated.after().fields().get("a")).isEqualTo(Value.text("edited"));
    assertThat(ask("SELECT count(*) FROM \"t\"")).isEqualTo("2");
  }

  @Test
  void create_mappedKey_repeatIsTheSameItem_andAnothersRowIsDuplicate() throws Exception {
    textTable();
    EntitySession session = session(table("t").build());
    Fields fields = Fields.of("id", Value.text("sku"), "a", Value.text("one"));
    session.write(List.of(create(K1, fields)));
    assertThat(session.write(List.of(create(K1, fields))).get(0))
        .isInstanceOf(WriteResult.Done.class);
    WriteResult other =
        session.write(List.of(create(K2, fields.with("a", Value.text("two"))))).get(0);
    assertThat(other).isInstanceOf(WriteResult.Rejected.class);
    assertThat(((WriteResult.Rejected) other).reason()).isEqualTo(WriteResult.Reason.DUPLICATE);
    assertThat(((WriteResult.Rejected) other).field()).isEqualTo("id");
    assertThat(ask("SELECT \"a\" FROM \"t\"")).isEqualTo("one");
  }

  @Test
  void create_wholeNumberKeyNotMapped_isRefusedWithItsField() throws Exception {
    sql(
        "CREATE TABLE \"w\" (\"id\" BIGINT NOT NULL, \"x\" BIGINT NOT NULL, PRIMARY KEY (\"id\","
            + " \"x\"))");
    EntitySession session = session(table("w").build());
    assertThat(session.schema().byId("id").orElseThrow().required()).isTrue();
    WriteResult result = session.write(List.of(create(K1, Fields.of("x", Value.number(1))))).get(0);
    assertThat(((WriteResult.Rejected) result).field()).isEqualTo("id");
  }

  @Test
  void compositeKeys_areEscapedPagedLookedUpAndWritten() throws Exception {
    sql(
        "CREATE TABLE \"c\" (\"x\" VARCHAR(20) NOT NULL, \"y\" BIGINT NOT NULL, \"z\" VARCHAR(20)"
            + " NOT NULL, \"v\" VARCHAR(9), PRIMARY KEY (\"x\", \"y\", \"z\"))");
    EntitySession session = session(table("c").pageSize(7).build());
    List<Write.Create> batch = new ArrayList<>();
    for (String x : List.of("", "a,b", "a\\", "\\,")) {
      for (int y = -1; y < 3; y++) {
        for (String z : List.of("p", "q", ",")) {
          batch.add(
              create(K1, Fields.of("x", Value.text(x), "y", Value.number(y), "z", Value.text(z))));
        }
      }
    }
    List<String> created =
        session.write(batch).stream().map(each -> ((WriteResult.Done) each).id()).toList();
    assertThat(created).doesNotHaveDuplicates().contains("a\\,b,-1,p", "a\\\\,0,q");
    assertThat(ids(drain(session, ReadRequest.all(Set.of()))))
        .hasSize(48)
        .containsExactlyInAnyOrderElementsOf(created);
    assertThat(session.lookup(created, Set.of("v"))).allMatch(l -> l instanceof Lookup.Found);
    session.write(List.of(update("a\\,b,-1,p", Fields.of("v", Value.text("w")))));
    assertThat(ask("SELECT \"z\" FROM \"c\" WHERE \"v\" = 'w'")).isEqualTo("p");
    assertThat(((Lookup.Gone) session.lookup(List.of("a"), Set.of()).get(0)).reason())
        .isEqualTo(Lookup.Reason.UNKNOWN);
  }

  @Test
  void lookup_absentRowIsDeleted_andAnIdOfAnotherKindIsUnknown() throws Exception {
    sql("CREATE TABLE \"n\" (\"id\" BIGINT PRIMARY KEY, \"a\" VARCHAR(9))");
    sql("INSERT INTO \"n\" VALUES (1, 'x')");
    EntitySession session = session(table("n").build());
    List<Lookup> answers = session.lookup(List.of("2", "1", "K-7", "01"), Set.of("a"));
    assertThat(answers)
        .containsExactly(
            Lookup.Gone.because("2", Lookup.Reason.DELETED),
            new Lookup.Found(Item.of("1", Fields.of("a", Value.text("x")))),
            Lookup.Gone.because("K-7", Lookup.Reason.UNKNOWN),
            Lookup.Gone.because("01", Lookup.Reason.UNKNOWN));
  }

  @Test
  void lookup_moreThanOneStatementsWorth_answersInOrder() throws Exception {
    textTable();
    rows(1500);
    EntitySession session = session(table("t").build());
    List<String> asked = IntStream.range(0, 1600).mapToObj(i -> "k" + i).toList();
    List<Lookup> answers = session.lookup(asked, Set.of("n"));
    assertThat(answers).extracting(Lookup::id).isEqualTo(asked);
    assertThat(answers.subList(0, 1500)).allMatch(each -> each instanceof Lookup.Found);
    assertThat(answers.subList(1500, 1600)).allMatch(each -> each instanceof Lookup.Gone);
  }

  @Test
  void update_writesOnlyWhatItMentions_andTellsBeforeAndAfter() throws Exception {
    textTable();
    rows(3);
    EntitySession session = session(table("t").build());
    WriteResult result =
        session
            .write(
                List.of(
                    new Write.Update(
                        "k1", Fields.of("a", Value.text("new")), expecting("n", Value.number(1)))))
            .get(0);
    WriteResult.Done done = (WriteResult.Done) result;
    assertThat(done.before().fields())
        .isEqualTo(Fields.of("a", Value.text("a1"), "n", Value.number(1)));
    assertThat(done.after().fields().get("a")).isEqualTo(Value.text("new"));
    assertThat(ask("SELECT \"n\" FROM \"t\" WHERE \"id\" = 'k1'")).isEqualTo("1");
    assertThat(ask("SELECT \"a\" FROM \"t\" WHERE \"id\" = 'k2'")).isEqualTo("a2");
  }

  @Test
  void update_mixedBatch_writesWhatHoldsAndAnswersForEach() throws Exception {
    textTable();
    rows(4);
    EntitySession session = session(table("t").build());
    Fields fields = Fields.of("a", Value.text("new"));
    List<WriteResult> results =
        session.write(
            List.of(
                new Write.Update("k0", fields, expecting("a", Value.text("a0"))),
                new Write.Update("k1", fields, expecting("a", Value.text("other"))),
                new Write.Update("gone", fields, Expectation.none()),
                update("k2", Fields.of("n", Value.number(Long.MAX_VALUE))),
                update("k3", Fields.of("nope", Value.NULL))));
    assertThat(results.get(0)).isInstanceOf(WriteResult.Done.class);
    assertThat(((WriteResult.Stale) results.get(1)).current().fields().get("a"))
        .isEqualTo(Value.text("a1"));
    assertThat(((WriteResult.Rejected) results.get(2)).reason()).isEqualTo(WriteResult.Reason.GONE);
    assertThat(results.get(4)).isInstanceOf(WriteResult.Rejected.class);
    assertThat(((WriteResult.Rejected) results.get(4)).field()).isEqualTo("nope");
    assertThat(ask("SELECT \"a\" FROM \"t\" WHERE \"id\" = 'k0'")).isEqualTo("new");
    assertThat(ask("SELECT \"a\" FROM \"t\" WHERE \"id\" = 'k1'")).isEqualTo("a1");
  }

  @Test
  void update_concurrentIncrements_loseNone() throws Exception {
    textTable();
    rows(1);
    int each = 20;
    AtomicBoolean failed = new AtomicBoolean();
    List<Thread> threads =
        Stream.of(1, 2)
            .map(
                writer ->
                    new Thread(
                        () -> {
                          try (EntitySession session = table("t").build().open(context)) {
                            for (int done = 0; done < each; ) {
                              done += increment(session) ? 1 : 0;
                            }
                          } catch (RuntimeException e) {
                            failed.set(true);
                            throw e;
                          }
                        }))
            .toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failed).isFalse();
    assertThat(ask("SELECT \"n\" FROM \"t\"")).isEqualTo(String.valueOf(2 * each));
  }

  /** A lock that is not free in time is told, and leaves nothing half done. */
  private static boolean increment(EntitySession session) {
    try {
      Item item = ((Lookup.Found) session.lookup(List.of("k0"), Set.of("n")).get(0)).item();
      Value n = item.fields().get("n");
      Value next = Value.number(((Value.Num) n).value().longValue() + 1);
      return session
              .write(List.of(new Write.Update("k0", Fields.of("n", next), expecting("n", n))))
              .get(0)
          instanceof WriteResult.Done;
    } catch (ConnectorException e) {
      assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
      return false;
    }
  }

  @Test
  void delete_removesWhatHolds_andTellsOfTheRest() throws Exception {
    textTable();
    rows(3);
    EntitySession session = session(table("t").build());
    List<WriteResult> results =
        session.write(
            List.of(
                new Write.Delete("k0", expecting("a", Value.text("a0"))),
                new Write.Delete("k1", expecting("a", Value.text("other"))),
                new Write.Delete("k9", Expectation.none())));
    WriteResult.Done done = (WriteResult.Done) results.get(0);
    assertThat(done.after()).isNull();
    assertThat(done.before().fields().get("a")).isEqualTo(Value.text("a0"));
    assertThat(results.get(1)).isInstanceOf(WriteResult.Stale.class);
    assertThat(((WriteResult.Rejected) results.get(2)).reason()).isEqualTo(WriteResult.Reason.GONE);
    assertThat(ask("SELECT count(*) FROM \"t\"")).isEqualTo("2");
  }

  @Test
  void commitLost_isUnknownForAll_whetherItWasMadeOrNot() throws Exception {
    textTable();
    rows(2);
    EntitySession session = session(table("t").build());
    dataSource.onCommit = new SQLRecoverableException("connection reset", "08006");
    for (boolean made : List.of(false, true)) {
      dataSource.commitsAnyway = made;
      assertThat(session.write(List.of(update("k0", Fields.of("a", Value.text("u"))))).get(0))
          .isInstanceOf(WriteResult.Unknown.class);
      WriteResult created =
          session.write(List.of(create(made ? K1 : K2, Fields.of("a", Value.text("c"))))).get(0);
      assertThat(((WriteResult.Unknown) created).createdId()).isEqualTo(made ? K1 : K2);
      assertThat(session.write(List.of(new Write.Delete("k1", Expectation.none()))).get(0))
          .isInstanceOf(WriteResult.Unknown.class);
    }
    dataSource.onCommit = null;
    assertThat(session.write(List.of(create(K1, Fields.of("a", Value.text("c"))))).get(0))
        .isInstanceOf(WriteResult.Done.class);
    assertThat(ask("SELECT count(*) FROM \"t\" WHERE \"a\" = 'c'")).isEqualTo("1");
  }

  @Test
  void commitRefusedForSure_isTriedAgain_andThenUnavailable() throws Exception {
    textTable();
    rows(1);
    EntitySession session = session(table("t").build());
    dataSource.onCommit = new SQLException("could not serialize", "40001");
    int before = dataSource.opened.get();
    ConnectorException e =
        catchThrowableOfType(
            ConnectorException.class,
            () -> session.write(List.of(update("k0", Fields.of("a", Value.text("u"))))));
    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(dataSource.opened.get() - before).isEqualTo(SqlCalls.ATTEMPTS);
    dataSource.onCommit = null;
    assertThat(ask("SELECT \"a\" FROM \"t\"")).isEqualTo("a0");
  }

  @Test
  void refusedBatch_isInvalidAsAWhole_andNamesTheColumnAlone() throws Exception {
    sql(
        "CREATE TABLE \"u\" (\"id\" VARCHAR(60) PRIMARY KEY, \"email\" VARCHAR(40) UNIQUE, \"nn\""
            + " VARCHAR(9) NOT NULL)");
    EntitySession session = session(table("u").build());
    Fields one = Fields.of("email", Value.text("a@b"), "nn", Value.text("x"));
    session.write(List.of(create(K1, one)));
    String other = "33333333-3333-4333-8333-333333333333";
    Write.Create bad = create(K2, one);
    Write.Create good = create(other, one.with("email", Value.text("c@d")));
    ConnectorException e =
        catchThrowableOfType(ConnectorException.class, () -> session.write(List.of(good, bad)));
    assertThat(e.kind()).isEqualTo(Kind.INVALID);
    assertThat(ask("SELECT count(*) FROM \"u\"")).isEqualTo("1");
    assertThat(session.write(List.of(good)).get(0)).isInstanceOf(WriteResult.Done.class);
    WriteResult.Rejected rejected = (WriteResult.Rejected) session.write(List.of(bad)).get(0);
    assertThat(rejected.reason()).isEqualTo(WriteResult.Reason.DUPLICATE);
    assertThat(rejected.field()).isEqualTo("email");
    WriteResult.Rejected missing =
        (WriteResult.Rejected)
            session.write(List.of(create(K2, Fields.of("email", Value.text("e"))))).get(0);
    assertThat(missing.reason()).isEqualTo(WriteResult.Reason.INVALID_VALUE);
    assertThat(missing.field()).isEqualTo("nn");
  }

  @Test
  void valueThatDoesNotFit_isRefusedAlone_andTheRestIsWritten() throws Exception {
    textTable();
    EntitySession session = session(table("t").build());
    List<WriteResult> results =
        session.write(
            List.of(
                create(K1, Fields.of("a", Value.text("nul \u0000 inside"))),
                create(K2, Fields.of("a", Value.text("half \uD83D pair"))),
                create(K1, Fields.of("a", Value.number(1))),
                create(K1, Fields.of("a", Value.text("fine")))));
    assertThat(results.subList(0, 3))
        .allSatisfy(
            each -> {
              assertThat(each).isInstanceOf(WriteResult.Rejected.class);
              assertThat(((WriteResult.Rejected) each).field()).isEqualTo("a");
            });
    assertThat(results.get(3)).isInstanceOf(WriteResult.Done.class);
  }

  @Test
  void reference_toAMissingRow_isNamedSo_andDeletingAReferencedRowIsRefused() throws Exception {
    sql(
        "CREATE TABLE parent (id INTEGER PRIMARY KEY, n VARCHAR(10))",
        "CREATE TABLE child (id VARCHAR(60) PRIMARY KEY, p INTEGER REFERENCES parent(id))",
        "INSERT INTO parent VALUES (7, 'seven')");
    EntitySession children = session(table("child").build());
    Fields good = Fields.of(folded("p"), Value.reference("7"));
    assertThat(children.write(List.of(create(K1, good))).get(0))
        .isInstanceOf(WriteResult.Done.class);
    WriteResult.Rejected bad =
        (WriteResult.Rejected)
            children
                .write(List.of(create(K2, Fields.of(folded("p"), Value.reference("8")))))
                .get(0);
    assertThat(bad.reason()).isEqualTo(WriteResult.Reason.MISSING_REFERENCE);
    assertThat(items(drain(children, ReadRequest.all(Set.of(folded("p"))))).get(K1).fields())
        .isEqualTo(good);
    EntitySession parents = session(table("parent").build());
    WriteResult.Rejected kept =
        (WriteResult.Rejected)
            parents.write(List.of(new Write.Delete("7", Expectation.none()))).get(0);
    assertThat(kept.reason()).isEqualTo(WriteResult.Reason.OTHER);
  }

  void timedTable(String type) throws SQLException {
    sql(
        "CREATE TABLE \"m\" (\"id\" VARCHAR(60) PRIMARY KEY, \"a\" VARCHAR(40), \"at\" "
            + type
            + ", \"gone\" "
            + bool()
            + ")");
  }

  /** Inserts a row whose time of change is some time of the database's clock. */
  abstract void insertTimed(String id, Instant at, boolean naive) throws SQLException;

  Instant databaseTime() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return SourceClock.now(connection, Dialect.of(connection.getMetaData()));
    }
  }

  @Test
  void databaseTime_isAboutNow_notTheEnginesClock() throws Exception {
    assertThat(Duration.between(databaseTime(), java.time.Clock.systemUTC().instant()).abs())
        .isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void changes_threeRowsOnOneTimestampAcrossTwoRuns_allAreSeen() throws Exception {
    for (boolean naive : List.of(true, false)) {
      sql("DROP TABLE IF EXISTS \"m\"");
      timedTable(coarseMoment(naive));
      EntitySession session =
          session(table("m").modifiedAt("at").overlap(Duration.ZERO).pageSize(2).build());
      assertThat(session.capabilities().incremental()).isTrue();
      Instant at = databaseTime().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
      insertTimed("one", at, naive);
      List<Page.End> ends = new ArrayList<>();
      assertThat(ids(drain(session, ReadRequest.all(Set.of("a")), ends))).containsExactly("one");
      insertTimed("two", at, naive);
      insertTimed("three", at, naive);
      List<Page.Change> changes =
          drain(session, ReadRequest.changes(ends.get(0).checkpoint(), Set.of("a")), ends);
      assertThat(ids(changes)).contains("two", "three");
      assertThat(items(changes).get("two").modifiedAt()).isEqualTo(at);
    }
  }

  @Test
  void changes_tenThousandEqualTimestamps_areReadAndTheReadEnds() throws Exception {
    timedTable(moment());
    Instant at = databaseTime();
    insertTimed("seed", at, false);
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement statement =
          connection.prepareStatement(
              "INSERT INTO \"m\" (\"id\", \"at\") SELECT ?, \"at\" FROM \"m\" WHERE \"id\" ="
                  + " 'seed'")) {
        for (int i = 0; i < 10_000; i++) {
          statement.setString(1, "r" + i);
          statement.executeUpdate();
        }
      }
      connection.commit();
      connection.setAutoCommit(true);
    }
    EntitySession session = session(table("m").modifiedAt("at").pageSize(777).build());
    String since = at.minusSeconds(1).toString();
    assertThat(ids(drain(session, ReadRequest.changes(since, Set.of()))))
        .hasSize(10_001)
        .doesNotHaveDuplicates();
  }

  @Test
  void changes_rowsWithoutATime_areReadEveryTime() throws Exception {
    timedTable(moment());
    sql("INSERT INTO \"m\" (\"id\") VALUES ('x'), ('y'), ('z')");
    EntitySession session = session(table("m").modifiedAt("at").pageSize(2).build());
    List<Page.End> ends = new ArrayList<>();
    drain(session, ReadRequest.all(Set.of()), ends);
    assertThat(ids(drain(session, ReadRequest.changes(ends.get(0).checkpoint(), Set.of()))))
        .containsExactlyInAnyOrder("x", "y", "z");
  }

  @Test
  void changes_commitLaterThanItsTime_isWithinTheOverlap() throws Exception {
    timedTable(moment());
    EntitySession session = session(table("m").modifiedAt("at").build());
    List<Page.End> ends = new ArrayList<>();
    drain(session, ReadRequest.all(Set.of()), ends);
    insertTimed("late", databaseTime().minus(Duration.ofMinutes(4)), false);
    insertTimed("old", databaseTime().minus(Duration.ofMinutes(30)), false);
    assertThat(ids(drain(session, ReadRequest.changes(ends.get(0).checkpoint(), Set.of()))))
        .containsExactly("late");
  }

  @Test
  void changes_tombstonedRows_areRemoved_andElsewhereNotThere() throws Exception {
    timedTable(moment());
    Instant at = databaseTime();
    insertTimed("live", at, false);
    insertTimed("dead", at, false);
    sql("UPDATE \"m\" SET \"gone\" = TRUE WHERE \"id\" = 'dead'");
    EntitySession session = session(table("m").modifiedAt("at").tombstone("gone").build());
    assertThat(session.capabilities().deletes()).isEqualTo(DeleteVisibility.FEED);
    assertThat(ids(drain(session, ReadRequest.all(Set.of())))).containsExactly("live");
    List<Page.Change> changes =
        drain(session, ReadRequest.changes(at.minusSeconds(5).toString(), Set.of()));
    assertThat(changes)
        .contains(new Page.Removed(Lookup.Gone.because("dead", Lookup.Reason.DELETED)));
    assertThat(session.lookup(List.of("dead"), Set.of()))
        .containsExactly(Lookup.Gone.because("dead", Lookup.Reason.DELETED));
    assertThat(session.find(new FindRequest(null, "id", List.of(Value.text("dead")), Set.of())))
        .isEmpty();
    WriteResult removed =
        session.write(List.of(new Write.Delete("live", Expectation.none()))).get(0);
    assertThat(removed).isInstanceOf(WriteResult.Done.class);
    assertThat(ask("SELECT count(*) FROM \"m\" WHERE \"gone\" = TRUE")).isEqualTo("2");
    assertThat(ids(drain(session, ReadRequest.all(Set.of())))).isEmpty();
  }

  @Test
  void writes_setTheTimeOfChange_byTheDatabasesClock_unlessToldNotTo() throws Exception {
    for (String type : List.of(moment(), naiveMoment())) {
      sql("DROP TABLE IF EXISTS \"m\"");
      timedTable(type);
      EntitySession session = session(table("m").modifiedAt("at").build());
      Instant before = databaseTime().minusSeconds(1);
      session.write(List.of(create(K1, Fields.of("a", Value.text("x")))));
      Instant created = items(drain(session, ReadRequest.all(Set.of()))).get(K1).modifiedAt();
      assertThat(created).isBetween(before, databaseTime().plusSeconds(1));
      sql("UPDATE \"m\" SET \"at\" = NULL");
      WriteResult.Done done =
          (WriteResult.Done)
              session.write(List.of(update(K1, Fields.of("a", Value.text("y"))))).get(0);
      assertThat(done.after().modifiedAt()).isAfterOrEqualTo(before);
      sql("UPDATE \"m\" SET \"at\" = NULL");
      EntitySession shy = session(table("m").modifiedAt("at").touchModifiedAt(false).build());
      shy.write(List.of(update(K1, Fields.of("a", Value.text("z")))));
      assertThat(items(drain(shy, ReadRequest.all(Set.of()))).get(K1).modifiedAt()).isNull();
    }
  }

  @Test
  void naiveTimestamps_areOfTheDeclaredZone_notTheMachines() throws Exception {
    sql(
        "CREATE TABLE \"z\" (\"id\" VARCHAR(60) PRIMARY KEY, \"at\" " + naiveMoment() + ")",
        "INSERT INTO \"z\" VALUES ('x', '2025-07-25 12:00:00')");
    for (Map.Entry<String, String> each :
        Map.of("UTC", "2025-07-25T12:00:00Z", "America/New_York", "2025-07-25T16:00:00Z")
            .entrySet()) {
      EntitySession session = session(table("z").zone(ZoneId.of(each.getKey())).build());
      Item item = items(drain(session, ReadRequest.all(Set.of("at")))).get("x");
      assertThat(item.fields().get("at")).isEqualTo(Value.moment(Instant.parse(each.getValue())));
    }
  }

  @Test
  void naiveTimestamps_inTheHourThatOccursTwice_areRefusedRatherThanShifted() throws Exception {
    sql("CREATE TABLE \"z\" (\"id\" VARCHAR(60) PRIMARY KEY, \"at\" " + naiveMoment() + ")");
    EntitySession session = session(table("z").zone(ZoneId.of("Europe/Berlin")).build());
    Value first = Value.moment(Instant.parse("2025-10-26T00:30:00Z"));
    Value second = Value.moment(Instant.parse("2025-10-26T01:30:00Z"));
    List<WriteResult> results =
        session.write(
            List.of(create(K1, Fields.of("at", first)), create(K2, Fields.of("at", second))));
    assertThat(results.get(0)).isInstanceOf(WriteResult.Done.class);
    assertThat(((WriteResult.Rejected) results.get(1)).detail()).contains("twice");
    assertThat(items(drain(session, ReadRequest.all(Set.of("at")))).get(K1).fields().get("at"))
        .isEqualTo(first);
  }

  @Test
  void changes_naiveTimesWhileClocksArePutBack_missNothing() throws Exception {
    sql(
        "CREATE TABLE \"m\" (\"id\" VARCHAR(60) PRIMARY KEY, \"at\" " + naiveMoment() + ")",
        "INSERT INTO \"m\" VALUES ('second', '2025-10-26 02:05:00')");
    EntitySession session =
        session(
            table("m")
                .modifiedAt("at")
                .zone(ZoneId.of("Europe/Berlin"))
                .overlap(Duration.ZERO)
                .build());
    // 02:50 of summer time; the row was changed 15 minutes later, at 02:05 of winter time.
    String since = "2025-10-26T00:50:00Z";
    assertThat(ids(drain(session, ReadRequest.changes(since, Set.of())))).containsExactly("second");
  }

  @Test
  void changes_byNumber_startAtTheOverlap() throws Exception {
    sql("CREATE TABLE \"s\" (\"id\" VARCHAR(60) PRIMARY KEY, \"no\" BIGINT NOT NULL)");
    EntitySession session = session(table("s").changeNumber("no", 2).pageSize(2).build());
    List<Page.End> ends = new ArrayList<>();
    drain(session, ReadRequest.all(Set.of()), ends);
    sql("INSERT INTO \"s\" VALUES ('a', 1), ('b', 2), ('c', 3), ('d', 4), ('e', 5)");
    String empty = ends.get(0).checkpoint();
    assertThat(ids(drain(session, ReadRequest.changes(empty, Set.of()), ends))).hasSize(5);
    sql("INSERT INTO \"s\" VALUES ('late', 4), ('new', 6)");
    assertThat(ids(drain(session, ReadRequest.changes(ends.get(1).checkpoint(), Set.of()))))
        .containsExactly("c", "d", "late", "e", "new");
    assertThatThrownBy(() -> session.read(ReadRequest.changes("2025-01-01T00:00:00Z", Set.of())))
        .isInstanceOf(ConnectorException.class)
        .hasMessageContaining("not a checkpoint");
  }

  @Test
  void version_isRead_andRaisedByUpdates() throws Exception {
    sql(
        "CREATE TABLE \"o\" (\"id\" VARCHAR(60) PRIMARY KEY, \"a\" VARCHAR(9), \"v\" INTEGER NOT"
            + " NULL)");
    EntitySession session = session(table("o").version("v").readBack(true).build());
    WriteResult.Done created =
        (WriteResult.Done)
            session.write(List.of(create(K1, Fields.of("a", Value.text("x"))))).get(0);
    assertThat(created.after().version()).isEqualTo("1");
    WriteResult.Done updated =
        (WriteResult.Done)
            session.write(List.of(update(K1, Fields.of("a", Value.text("y"))))).get(0);
    assertThat(updated.after().version()).isEqualTo("2");
    assertThat(session.capabilities().incremental()).isFalse();
  }

  @Test
  void database_listsItsTables_andOpensThemByNameOrId() throws Exception {
    textTable();
    sql("CREATE VIEW \"v\" AS SELECT * FROM \"t\"");
    JdbcDatabase database = JdbcDatabase.of(dataSource);
    List<EntityName> names = database.entities(context);
    assertThat(names).extracting(EntityName::name).containsExactly("t", "v");
    for (String name : List.of("t", names.get(0).id())) {
      try (EntitySession session = database.entity(name).open(context)) {
        assertThat(session.key().id()).isEqualTo(names.get(0).id());
      }
    }
  }

  @Test
  void connections_withoutAutoCommit_areGivenBackAsTheyWere() throws Exception {
    textTable();
    dataSource.autoCommit = false;
    EntitySession session = session(table("t").build());
    session.write(List.of(create(K1, Fields.of("a", Value.text("x")))));
    assertThat(ids(drain(session, ReadRequest.all(Set.of())))).containsExactly(K1);
    dataSource.autoCommit = true;
    assertThat(ask("SELECT count(*) FROM \"t\"")).isEqualTo("1");
  }

  @Test
  void cancelledRun_endsTheCall() throws Exception {
    textTable();
    EntitySession session = session(table("t").build());
    context.cancelled.set(true);
    assertThatThrownBy(() -> session.read(ReadRequest.all(Set.of())))
        .isInstanceOf(SyncCancelledException.class);
    assertThatThrownBy(() -> session.write(List.of(create(K1, Fields.empty()))))
        .isInstanceOf(SyncCancelledException.class);
    context.cancelled.set(false);
    assertThat(ask("SELECT count(*) FROM \"t\"")).isEqualTo("0");
  }

  @Test
  void refusedConnections_areTold_byWhoMustAct() throws Exception {
    JdbcEntity entity = table("t").build();
    Map<String, Kind> kinds =
        Map.of(
            "28P01", Kind.AUTHENTICATION,
            "08001", Kind.UNAVAILABLE,
            "53300", Kind.UNAVAILABLE,
            "3D000", Kind.NOT_FOUND);
    kinds.forEach(
        (state, kind) -> {
          dataSource.onConnect = new SQLException("no way", state);
          ConnectorException e =
              catchThrowableOfType(ConnectorException.class, () -> entity.open(context));
          assertThat(e.kind()).as(state).isEqualTo(kind);
        });
    dataSource.onConnect = null;
  }
}
