package com.puraify.sync.proof.worlds;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.Capabilities.DeleteVisibility;
import com.puraify.sync.proof.worlds.Part.Owner;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * People who edit both sides, and remember what they did.
 *
 * <p>Each item has a title of its own. Those that stay ({@code keep}) are edited where their fields
 * are at home, so that each edit has to arrive; what both sides edit has to be something that
 * somebody wrote. (An item whose create or update is in doubt can look like one that was there
 * before, so that both sides seem to be edited: then the policy decides, and the history says so.)
 * Those that are {@code doomed} are edited by nobody until they are deleted where they were made,
 * and have to be gone then. With {@code free} ones anything is done, so that both sides may do no
 * more than agree. Thread-safe.
 */
final class People {

  private static final String KEEP = "keep";
  private static final String DOOMED = "doomed";
  private static final String FREE = "free";
  private static final String TITLE = "title";
  private static final Duration LONGEST_LAG = Duration.ofMinutes(3);

  private final MemoryEntity local;
  private final Remote remote;
  private final SplittableRandom random;
  private final ManualTime time;
  private final Map<String, Map<Part, String>> kept = new TreeMap<>();
  private final Map<String, Set<String>> remarks = new HashMap<>();
  private final List<String> doomedHere = new ArrayList<>();
  private final List<String> doomedThere = new ArrayList<>();
  private final Set<String> deleted = new HashSet<>();
  private final List<String> free = new ArrayList<>();
  private final Set<String> unmatched = new HashSet<>();
  private final Set<String> merged = new HashSet<>();
  private final Map<String, String> overtaken = new HashMap<>();
  private boolean running;
  private int decided;
  private int edits;

  People(MemoryEntity local, Remote remote, SplittableRandom random, ManualTime time) {
    this.local = local;
    this.remote = remote;
    this.random = random;
    this.time = time;
  }

  /** Returns a table, with habits of its own. */
  static MemoryEntity table(SplittableRandom random, ManualTime time) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.of(TITLE, FieldType.text()));
    for (Part part : Part.values()) {
      fields.add(part.field());
    }
    boolean incremental = random.nextBoolean();
    int batch = random.nextInt(1, 6);
    return MemoryPlatform.named("table", time)
        .entity(Schema.of("rows", fields))
        .capabilities(
            Capabilities.builder()
                .incremental(incremental)
                .deletes(
                    incremental && random.nextBoolean()
                        ? DeleteVisibility.FEED
                        : DeleteVisibility.SWEEP)
                .granularity(Duration.ofMillis(1))
                .batches(batch, batch, batch)
                .conditionalWrites(random.nextBoolean())
                .findable(random.nextBoolean())
                .build())
        .build();
  }

  /** Does something on either side, and returns what. */
  synchronized String edit() {
    edits++;
    switch (random.nextInt(12)) {
      case 0, 1 -> {
        return add(KEEP + edits + "@example.com");
      }
      case 2 -> {
        return add(FREE + edits + "@example.com");
      }
      case 3 -> {
        return add(DOOMED + edits + "@example.com");
      }
      case 4 -> {
        return delete();
      }
      case 5, 6 -> {
        return freely();
      }
      default -> {
        return setKept();
      }
    }
  }

  /**
   * Says whether the sync runs: what is made on both sides meanwhile would be doubled by chance.
   */
  synchronized void running(boolean yes) {
    running = yes;
  }

  /**
   * Says that a run came to a good end. Until then nobody edits what was made on both sides: who
   * wins where two items meet for the first time is a matter of policy, even if one of the values
   * is what a run wrote that then died.
   */
  synchronized void matched() {
    unmatched.clear();
  }

  private String add(String title) {
    int where = title.startsWith(KEEP) && !running ? random.nextInt(3) : random.nextInt(2);
    boolean here = where != 0;
    boolean there = where != 1;
    Map<Part, String> remembered = new EnumMap<>(Part.class);
    Map<Part, String> mine = new EnumMap<>(Part.class);
    Map<Part, String> theirs = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      String text = text(part);
      boolean fits = !(here && there) || part.owner != Owner.BOTH;
      remembered.put(part, fits ? text : "");
      boolean oneSide = here != there;
      if (here && fits && (oneSide || part.owner == Owner.LOCAL)) {
        mine.put(part, text);
      }
      if (there && fits && (oneSide || part.owner == Owner.REMOTE)) {
        theirs.put(part, text);
      }
    }
    if (there) {
      remote.add(title, theirs);
    }
    if (here && there) {
      unmatched.add(title);
      time.advance(LONGEST_LAG); // until then a search does not show what is there
    }
    if (here) {
      Fields.Builder fields = Fields.builder().put(TITLE, com.puraify.sync.value.Value.text(title));
      mine.forEach((part, text) -> fields.put(part.id(), part.value(text)));
      local.put(fields.build());
    }
    remember(title, remembered, here);
    return "add " + title + (here ? " here" : "") + (there ? " there" : "") + " " + remembered;
  }

  private void remember(String title, Map<Part, String> values, boolean here) {
    if (title.startsWith(KEEP)) {
      kept.put(title, values);
      remarks.put(title, new HashSet<>(Set.of(values.getOrDefault(Part.REMARK, ""))));
    } else if (title.startsWith(FREE)) {
      free.add(title);
    } else {
      (here ? doomedHere : doomedThere).add(title);
    }
  }

  private String delete() {
    List<String> titles = random.nextBoolean() ? doomedHere : doomedThere;
    if (titles.isEmpty()) {
      return "nothing to delete";
    }
    String title = titles.remove(random.nextInt(titles.size()));
    deleted.add(title);
    if (titles == doomedHere) {
      row(title).ifPresent(local::remove);
    } else {
      remote.remove(title);
    }
    return "delete " + title + (titles == doomedHere ? " here" : " there");
  }

  private String setKept() {
    List<String> titles = new ArrayList<>(kept.keySet());
    titles.removeAll(unmatched);
    if (titles.isEmpty()) {
      return "nothing to edit";
    }
    String title = titles.get(random.nextInt(titles.size()));
    Part part = List.of(Part.values()).get(random.nextInt(Part.values().length));
    boolean here = part.owner == Owner.BOTH ? random.nextBoolean() : part.owner == Owner.LOCAL;
    String text = text(part);
    if (!set(title, part, text, here)) {
      return title + " is not there yet";
    }
    String before = Objects.requireNonNull(kept.get(title)).put(part, text);
    if (running && !here && before != null) {
      overtaken.put(title + part, before);
    } else {
      overtaken.remove(title + part);
    }
    if (part.owner == Owner.BOTH) {
      Objects.requireNonNull(remarks.get(title)).add(text);
    }
    return "set " + title + " " + part + (here ? " here: " : " there: ") + text;
  }

  private String freely() {
    if (free.isEmpty()) {
      return "nothing to do freely";
    }
    String title = free.get(random.nextInt(free.size()));
    boolean here = random.nextBoolean();
    switch (random.nextInt(5)) {
      case 0 -> {
        boolean done = here ? removeRow(title) : remote.remove(title);
        return "remove " + title + (here ? " here" : " there") + (done ? "" : ": it is gone");
      }
      case 1 -> {
        String other = free.get(random.nextInt(free.size()));
        boolean done = remote.peculiar(title, other);
        if (done && remote.items().stream().noneMatch(item -> item.title().equals(title))) {
          merged.add(title);
        }
        return "peculiar " + title + ", " + other + ": " + done;
      }
      default -> {
        Part part = List.of(Part.values()).get(random.nextInt(Part.values().length));
        String text = text(part);
        boolean done = set(title, part, text, here);
        return "freely set " + title + " " + part + (here ? " here: " : " there: ") + text + done;
      }
    }
  }

  private boolean removeRow(String title) {
    Optional<String> row = row(title);
    row.ifPresent(local::remove);
    return row.isPresent();
  }

  private boolean set(String title, Part part, String text, boolean here) {
    if (!here) {
      return remote.set(title, part, text);
    }
    Optional<String> row = row(title);
    row.ifPresent(id -> local.edit(id, Fields.of(part.id(), part.value(text))));
    return row.isPresent();
  }

  private Optional<String> row(String title) {
    return local.items().entrySet().stream()
        .filter(row -> Part.text(row.getValue().get(TITLE)).equals(title))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private String text(Part part) {
    if (random.nextInt(8) == 0) {
      return "";
    }
    return switch (part) {
      case AMOUNT ->
          random.nextInt(3) == 0 ? String.valueOf(edits) : edits + "." + random.nextInt(1, 10);
      case STAGE -> Part.STAGES.get(random.nextInt(Part.STAGES.size()));
      case DUE -> LocalDate.of(2026, 1, 1).plusDays(random.nextInt(700)).toString();
      default ->
          switch (random.nextInt(8)) {
            case 0 -> "caf\u00e9 \ud83d\ude00 " + edits;
            case 1 -> "one\ntwo " + edits;
            case 2 -> "long " + "x".repeat(2_500) + edits;
            default -> "v" + edits;
          };
    };
  }

  /** Knows whether a conflict was settled against a value, and the engine tells so. */
  interface Told {
    boolean isTold(String row, Part part, String text);
  }

  /** Returns how many edits lost a conflict in the end, which the engine's history tells of. */
  synchronized int decided() {
    return decided;
  }

  /** Returns what was lost, undone, doubled, or differs between the sides. */
  synchronized List<String> complaints(Told told) {
    List<String> complaints = new ArrayList<>();
    Map<String, Map<Part, String>> here = new TreeMap<>();
    for (Fields row : local.items().values()) {
      Map<Part, String> values = new EnumMap<>(Part.class);
      for (Part part : Part.values()) {
        values.put(part, Part.text(row.get(part.id())));
      }
      note(complaints, here, Part.text(row.get(TITLE)), values, "here");
    }
    Map<String, Map<Part, String>> there = new TreeMap<>();
    for (Remote.Held item : remote.items()) {
      note(complaints, there, item.title(), item.values(), "there");
    }
    Set<String> titles = new HashSet<>(here.keySet());
    titles.addAll(there.keySet());
    for (String title : titles) {
      boolean left = merged.contains(title) && !there.containsKey(title);
      // What was merged away stays on the other side, as long as what it was merged into has a
      // counterpart of its own: a merge is no delete.
      if (!left && !Objects.equals(here.get(title), there.get(title))) {
        complaints.add(title + " is " + here.get(title) + " here, " + there.get(title) + " there");
      }
      if (deleted.contains(title)) {
        complaints.add(title + " was deleted, and is there");
      }
    }
    for (String title : doomedHere) {
      missing(complaints, title, here);
    }
    for (String title : doomedThere) {
      missing(complaints, title, here);
    }
    kept.forEach((title, values) -> compare(complaints, title, values, here, told));
    return complaints;
  }

  /**
   * Returns whether a conflict was settled against an edit, as the history tells. An edit amid the
   * very call that writes over the one before it, on a platform that writes without conditions, was
   * seen by nobody; then the history tells of the one before.
   */
  private boolean isDecided(String title, Part part, String text, Told told) {
    String row = row(title).orElse("");
    String before = overtaken.get(title + part);
    return told.isTold(row, part, text) || (before != null && told.isTold(row, part, before));
  }

  /** Returns whether a row's counterpart was merged into another item. */
  synchronized boolean isMergedAway(String row) {
    Fields fields = local.items().get(row);
    return fields != null && merged.contains(Part.text(fields.get(TITLE)));
  }

  private static void note(
      List<String> complaints,
      Map<String, Map<Part, String>> items,
      String title,
      Map<Part, String> values,
      String where) {
    if (items.put(title, values) != null) {
      complaints.add(title + " is doubled " + where);
    }
  }

  private static void missing(
      List<String> complaints, String title, Map<String, Map<Part, String>> items) {
    if (!items.containsKey(title)) {
      complaints.add(title + " is lost");
    }
  }

  private void compare(
      List<String> complaints,
      String title,
      Map<Part, String> values,
      Map<String, Map<Part, String>> items,
      Told told) {
    missing(complaints, title, items);
    Map<Part, String> now = items.getOrDefault(title, values);
    for (Part part : Part.values()) {
      String is = now.getOrDefault(part, "");
      boolean right =
          part.owner == Owner.BOTH
              ? Objects.requireNonNull(remarks.get(title)).contains(is)
              : is.equals(values.get(part));
      if (!right && isDecided(title, part, values.getOrDefault(part, ""), told)) {
        decided++;
      } else if (!right) {
        complaints.add(
            title + ": " + part + " is '" + is + "', was set to '" + values.get(part) + "'");
      }
    }
  }
}
