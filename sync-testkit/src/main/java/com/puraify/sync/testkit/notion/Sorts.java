package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Compiles the sorts of a query. Empty values come last in both directions. */
final class Sorts {
  private static final int MOST = 100;
  private static final List<String> DIRECTIONS = List.of("ascending", "descending");
  private static final List<String> TIMESTAMPS = List.of("created_time", "last_edited_time");

  /** One sort: where its key is found, and which way it runs. */
  private record Sort(Function<Reading, @Nullable Comparable<?>> key, boolean descending) {}

  private final List<Sort> sorts = new ArrayList<>();

  private Sorts() {}

  static Sorts compile(Workspace workspace, DataSourceRecord source, String path, JsonNode node) {
    Sorts compiled = new Sorts();
    if (!node.isMissingNode()) {
      Shape.array(path, node, MOST);
      for (int i = 0; i < node.size(); i++) {
        compiled.sorts.add(sort(workspace, source, path + "[" + i + "]", node.get(i)));
      }
    }
    return compiled;
  }

  private static Sort sort(
      Workspace workspace, DataSourceRecord source, String path, JsonNode node) {
    boolean byTime = node.has("timestamp");
    Shape.object(path, node, Set.of(byTime ? "timestamp" : "property", "direction"));
    boolean descending =
        Shape.oneOf(path + ".direction", node.path("direction"), DIRECTIONS).equals("descending");
    if (byTime) {
      String timestamp = Shape.oneOf(path + ".timestamp", node.path("timestamp"), TIMESTAMPS);
      Extract extract = Extract.timestamp(workspace, timestamp);
      return new Sort(extract.time()::apply, descending);
    }
    String name = Shape.text(path + ".property", node.path("property"), 1, 2000);
    PropertySpec property = source.property(name);
    if (property == null) {
      throw NotionError.validation("Could not find sort property with name or id: " + name);
    }
    return new Sort(key(Extract.of(workspace, property), property), descending);
  }

  private static Function<Reading, @Nullable Comparable<?>> key(
      Extract extract, PropertySpec property) {
    return switch (property.type) {
      case "date", "created_time", "last_edited_time" -> extract.time()::apply;
      case "select", "status" -> reading -> position(property, extract.texts(reading));
      case "people", "created_by", "last_edited_by" ->
          reading -> userName(reading, extract.texts(reading));
      case "relation" -> reading -> title(reading, extract.texts(reading));
      default -> reading -> plain(extract.value().apply(reading));
    };
  }

  private static @Nullable Comparable<?> plain(@Nullable Object value) {
    if (value instanceof BigDecimal number) {
      return number;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    if (value instanceof Collection<?> many) {
      return many.isEmpty() ? null : PropertySpec.fold(many.iterator().next().toString());
    }
    return value == null ? null : PropertySpec.fold(value.toString());
  }

  private static @Nullable Comparable<?> position(PropertySpec property, List<String> names) {
    Option option = names.isEmpty() ? null : property.optionNamed(names.get(0));
    return option == null ? null : (Integer) property.options.indexOf(option);
  }

  private static @Nullable Comparable<?> userName(Reading reading, List<String> ids) {
    SimulatedUser user = ids.isEmpty() ? null : reading.user(ids.get(0));
    return user == null ? null : PropertySpec.fold(user.name());
  }

  private static @Nullable Comparable<?> title(Reading reading, List<String> ids) {
    PageRecord page = ids.isEmpty() ? null : reading.workspace().page(ids.get(0));
    return page == null ? null : PropertySpec.fold(PageView.title(reading.workspace(), page));
  }

  /** Returns the sort keys of a page; kept with it, they let a cursor find its place again. */
  @Nullable Comparable<?>[] keys(Reading reading) {
    @Nullable Comparable<?>[] keys = new Comparable<?>[sorts.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = sorts.get(i).key().apply(reading);
    }
    return keys;
  }

  Comparator<Hit> order() {
    return (a, b) -> {
      for (int i = 0; i < sorts.size(); i++) {
        int order = compare(a.keys()[i], b.keys()[i], sorts.get(i).descending());
        if (order != 0) {
          return order;
        }
      }
      int order = Long.compare(a.tie(), b.tie());
      return order != 0 ? order : a.page().id.compareTo(b.page().id);
    };
  }

  @SuppressWarnings("unchecked") // keys of one sort have one type, or text where a formula varies
  private static int compare(
      @Nullable Comparable<?> a, @Nullable Comparable<?> b, boolean descending) {
    if (a == null || b == null) {
      return a == b ? 0 : a == null ? 1 : -1;
    }
    int order =
        a.getClass() == b.getClass()
            ? ((Comparable<Object>) a).compareTo(b)
            : a.toString().compareTo(b.toString());
    return descending ? -order : order;
  }
}
