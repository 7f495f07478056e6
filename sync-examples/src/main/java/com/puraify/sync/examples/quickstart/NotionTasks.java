package com.puraify.sync.examples.quickstart;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.testkit.notion.NotionSimulator;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import com.puraify.sync.testkit.notion.SimulatedPage;
import com.puraify.sync.testkit.notion.SimulatedUser;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The people who work in Notion: they know its pages, and nothing of the engine. */
final class NotionTasks implements AutoCloseable {

  static final String NAME = "Tasks";

  /** How a status of the table is called in Notion. */
  static final Map<String, String> STATUSES =
      Map.of("open", "To do", "doing", "In progress", "done", "Done");

  private final NotionSimulator notion;
  private final SimulatedDataSource source;
  private final List<String> people;

  private NotionTasks(NotionSimulator notion) {
    this.notion = notion;
    this.people =
        Task.PEOPLE.stream()
            .map(name -> notion.addPerson(name, mail(name)))
            .map(SimulatedUser::id)
            .toList();
    this.source =
        notion.addDatabase(
            NAME,
            schema ->
                schema
                    .status("Status", "To do", "In progress", "Done")
                    .select("Priority", Task.PRIORITIES.toArray(String[]::new))
                    .multiSelect("Tags", Task.TAGS.toArray(String[]::new))
                    .number("Estimate")
                    .checkbox("Reviewed")
                    .date("Due")
                    .people("Assignees")
                    .richText("Notes")
                    .url("Link")
                    .email("Contact")
                    .phone("Phone")
                    .files("Attachments")
                    .relationToSelf("Blocked by")
                    .rollup("Hours ahead", "sum", "Blocked by", "Estimate")
                    .formula(
                        "Label",
                        "string",
                        "upper(prop(\"Name\"))",
                        page -> page.title().toUpperCase(Locale.ROOT))
                    .uniqueId("Number", "TASK")
                    .place("Venue")
                    .verification("Verified")
                    .createdTime("Created")
                    .createdBy("Author")
                    .lastEditedTime("Edited")
                    .lastEditedBy("Editor")
                    .button("Archive it"));
  }

  /** Starts a simulated Notion that allows as many calls a minute as a plan does. */
  static NotionTasks start(int callsPerMinute) {
    return new NotionTasks(
        NotionSimulator.builder().quirks(quirks -> quirks.rateLimit(callsPerMinute)).start());
  }

  private static String mail(String name) {
    return name.substring(0, name.indexOf(' ')).toLowerCase(Locale.ROOT) + "@example.com";
  }

  URI address() {
    return notion.baseUri();
  }

  String token() {
    return notion.token();
  }

  String id() {
    return source.id();
  }

  /** Returns the ids of {@link Task#PEOPLE}, in their order. */
  List<String> people() {
    return people;
  }

  /** Adds pages, and then what they are blocked by, as soon as every task has its page. */
  void add(List<Task> tasks) {
    Map<String, SimulatedPage> pages = new LinkedHashMap<>();
    for (Task task : tasks) {
      pages.put(task.title(), source.add(task.title(), values(task)));
    }
    for (Task task : tasks) {
      if (!task.blockedBy().isEmpty()) {
        Optional.ofNullable(pages.get(task.title()))
            .orElseThrow()
            .set("Blocked by", task.blockedBy().stream().map(pages::get).toList());
      }
    }
    pages.values().stream().limit(2).forEach(page -> page.set("Venue", venue()));
  }

  private Map<String, @Nullable Object> values(Task task) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("Status", STATUSES.get(task.status()));
    values.put("Priority", task.priority());
    values.put("Tags", task.tags());
    values.put("Estimate", task.estimate());
    values.put("Reviewed", task.reviewed());
    values.put("Due", task.due());
    values.put("Assignees", task.assignees().stream().map(people::get).toList());
    values.put("Notes", pieces(task.notes()));
    values.put("Link", task.link());
    values.put("Contact", task.contact());
    values.put("Phone", task.phone());
    values.put("Attachments", task.attachments());
    return values;
  }

  /** Notion takes no more than 2,000 characters in one piece of text, from people's editors too. */
  private static @Nullable Object pieces(@Nullable String text) {
    if (text == null) {
      return null;
    }
    var spans = JsonNodeFactory.instance.arrayNode();
    int[] points = text.codePoints().toArray();
    for (int from = 0; from < points.length; from += 1_000) {
      String piece = new String(points, from, Math.min(1_000, points.length - from));
      spans.addObject().putObject("text").put("content", piece);
    }
    return spans;
  }

  private static ObjectNode venue() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("lat", 47.3769)
        .put("lon", 8.5417)
        .put("name", "Zürich HB");
  }

  void edit(String title, String property, @Nullable Object value) {
    source.page(title).set(property, value);
  }

  void trash(String title) {
    source.page(title).trash();
  }

  /** Returns what people see in the pages, by property, with the page's id as {@code id}. */
  List<Map<String, @Nullable Object>> pages() {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    for (SimulatedPage page : source.pages()) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>(page.values());
      values.put("id", page.id());
      all.add(values);
    }
    return all;
  }

  @Override
  public void close() {
    notion.close();
  }
}
