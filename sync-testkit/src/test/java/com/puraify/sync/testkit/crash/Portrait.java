package com.puraify.sync.testkit.crash;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.conflict.Case;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.Link;
import com.puraify.sync.state.Mark;
import com.puraify.sync.state.StateStore;
import com.puraify.sync.state.SyncState;
import com.puraify.sync.testkit.MemoryChange;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Side;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a world and its store are, without anything that differs between two runs for good reasons:
 * ids, numbers, times, fingerprints.
 *
 * @param items a line for each item of each entity
 * @param state a line for each link, mark, open case, intent and setting
 * @param unrecoverable values that the engine overwrote or deleted and that are nowhere any more
 */
record Portrait(List<String> items, List<String> state, List<String> unrecoverable) {

  private static final int ALL = Integer.MAX_VALUE;

  static Portrait of(CrashWorld world) {
    Map<String, String> names = names(world);
    List<String> items = new ArrayList<>();
    for (MemoryEntity entity : world.entities) {
      entity.items().forEach((id, fields) -> items.add(entity.id() + " " + show(fields, names)));
    }
    List<String> state = new ArrayList<>();
    for (SyncConfig config : world.configs) {
      state(world, config, names, state);
    }
    Collections.sort(items);
    Collections.sort(state);
    return new Portrait(items, state, unrecoverable(world));
  }

  /** Every item that ever was is called by its first field, which no scenario changes twice. */
  private static Map<String, String> names(CrashWorld world) {
    Map<String, String> names = new LinkedHashMap<>();
    for (MemoryEntity entity : world.entities) {
      String first = entity.schema().fields().get(0).id();
      for (MemoryChange change : entity.log()) {
        Fields held = change.after() != null ? change.after() : change.before();
        Value name = held == null ? null : held.get(first);
        names.put(change.id(), name == null ? "?" : text(name, Map.of()));
      }
    }
    return names;
  }

  private static void state(
      CrashWorld world, SyncConfig config, Map<String, String> names, List<String> lines) {
    StateStore store = world.store;
    String sync = config.id();
    SyncState loaded = store.load(sync);
    lines.add(sync + " settings " + new TreeSet<>(loaded.settings().keySet()));
    for (Link link : store.linksAfter(sync, 0, ALL)) {
      Link.Condition condition = link.condition();
      lines.add(
          sync
              + " link "
              + names.get(link.localId())
              + "~"
              + names.get(link.remoteId())
              + " "
              + new TreeSet<>(link.local().fields())
              + new TreeSet<>(link.remote().fields())
              + (condition.revisit() ? " revisit" : "")
              + (condition.frozen() ? " frozen" : "")
              + (condition.rejectedLocal() != 0 ? " local refused" : "")
              + (condition.rejectedRemote() != 0 ? " remote refused" : ""));
    }
    for (Side side : Side.values()) {
      for (Mark mark : store.marks(sync, side, names.keySet())) {
        lines.add(
            sync
                + " mark "
                + side
                + " "
                + names.get(mark.id())
                + " "
                + mark.kind()
                + (mark.revisit() ? " revisit" : ""));
      }
    }
    for (Case each : world.cases(config)) {
      lines.add(
          sync
              + " case "
              + each.kind()
              + " "
              + named(each.localIds(), names)
              + named(each.remoteIds(), names)
              + " "
              + each.field()
              + " "
              + each.local()
              + " "
              + each.remote()
              + (each.answer() == null ? "" : " answered"));
    }
    store.intents(sync).forEach(intent -> lines.add(sync + " intent " + intent.action()));
    store
        .holder(sync, world.time.instant())
        .ifPresent(holder -> lines.add(sync + " is still leased"));
  }

  private static Set<String> named(Collection<String> ids, Map<String, String> names) {
    Set<String> shown = new TreeSet<>();
    ids.forEach(id -> shown.add(String.valueOf(names.get(id))));
    return shown;
  }

  private static String show(Fields fields, Map<String, String> names) {
    StringBuilder text = new StringBuilder();
    fields.forEach(
        (id, value) -> text.append(id).append('=').append(text(value, names)).append(' '));
    return text.toString();
  }

  private static String text(Value value, Map<String, String> names) {
    if (value instanceof Value.Text words) {
      return words.value();
    } else if (value instanceof Value.Choice choice) {
      return choice.name();
    } else if (value instanceof Value.Reference reference) {
      return "->" + names.get(reference.id());
    } else if (value instanceof Value.Many many) {
      return many.elements().stream().map(each -> text(each, names)).sorted().toList().toString();
    }
    return value.isNull() ? "-" : value.toString();
  }

  /**
   * Of a value that an engine deleted, and of one that it overwrote before the other side ever had
   * it, the journal must know.
   */
  private static List<String> unrecoverable(CrashWorld world) {
    StringBuilder kept = new StringBuilder();
    for (SyncConfig config : world.configs) {
      world
          .store
          .documents(config.id(), Document.Kind.JOURNAL, null, false, ALL)
          .forEach(document -> kept.append(document.text()).append('\n'));
    }
    world.entities.forEach(
        entity -> entity.items().values().forEach(fields -> kept.append(quoted(fields))));
    List<String> lost = new ArrayList<>();
    for (MemoryEntity entity : world.entities) {
      for (MemoryChange change : entity.log()) {
        Fields before = change.before();
        if (!change.byEngine() || before == null) {
          continue;
        }
        Fields after = change.after();
        before.forEach(
            (id, value) -> {
              boolean gone = after == null || !value.equals(after.get(id));
              String text = text(value, Map.of());
              boolean shared = after != null && wasElsewhere(world, entity, text);
              if (gone
                  && !value.isNull()
                  && !(value instanceof Value.Reference)
                  && !(value instanceof Value.Many)
                  && !shared
                  && kept.indexOf('"' + text + '"') < 0) {
                lost.add(entity.id() + " " + change.id() + " " + id + "=" + text);
              }
            });
      }
    }
    return lost;
  }

  private static String quoted(Fields fields) {
    StringBuilder text = new StringBuilder();
    fields.forEach((id, value) -> text.append('"').append(text(value, Map.of())).append("\" "));
    return text.toString();
  }

  private static boolean wasElsewhere(CrashWorld world, MemoryEntity entity, String text) {
    for (MemoryEntity other : world.entities) {
      if (other != entity) {
        for (MemoryChange change : other.log()) {
          Fields after = change.after();
          if (after != null && quoted(after).contains('"' + text + '"')) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Returns how many items there are that the other portrait does not have. */
  int itemsBeyond(Portrait other) {
    return without(items, other.items).size();
  }

  /** Returns what differs, empty if nothing does. */
  String differenceFrom(Portrait expected) {
    StringBuilder text = new StringBuilder();
    append(text, "+ ", without(items, expected.items));
    append(text, "- ", without(expected.items, items));
    append(text, "+ ", without(state, expected.state));
    append(text, "- ", without(expected.state, state));
    append(text, "! nowhere any more: ", without(unrecoverable, expected.unrecoverable));
    return text.toString();
  }

  private static void append(StringBuilder text, String sign, List<String> lines) {
    lines.forEach(line -> text.append("    ").append(sign).append(line).append('\n'));
  }

  private static List<String> without(List<String> some, List<String> others) {
    List<String> rest = new ArrayList<>(some);
    others.forEach(rest::remove);
    return rest;
  }

  @Override
  public String toString() {
    return String.join("\n", items) + "\n" + String.join("\n", state);
  }
}
