package com.puraify.sync;

import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.value.Side;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Some items of a sync, named by their ids on one side or both, for {@link
 * SyncEngine#sync(SyncConfig, ItemSelection)}. Immutable.
 *
 * <pre>{@code
 * engine.sync(tasks, ItemSelection.remote("page-1", "page-2"));
 * engine.sync(tasks, ItemSelection.remote(changed).andLocal("17"));
 * }</pre>
 */
public final class ItemSelection {

  private final Map<Side, Set<String>> ids;

  private ItemSelection(Map<Side, Set<String>> ids) {
    this.ids = ids;
  }

  /** Returns some items of the remote side. */
  public static ItemSelection remote(String... ids) {
    return remote(Arrays.asList(ids));
  }

  /**
   * Returns some items of the remote side.
   *
   * @param ids their ids, as the platform writes them
   * @throws ConfigurationException if one is blank
   */
  public static ItemSelection remote(Collection<String> ids) {
    return none().and(Side.REMOTE, ids);
  }

  /** Returns some items of the local side. */
  public static ItemSelection local(String... ids) {
    return local(Arrays.asList(ids));
  }

  /**
   * Returns some items of the local side.
   *
   * @param ids their ids, as the local entity writes them
   * @throws ConfigurationException if one is blank
   */
  public static ItemSelection local(Collection<String> ids) {
    return none().and(Side.LOCAL, ids);
  }

  /** Returns these items and more of the remote side. */
  public ItemSelection andRemote(String... more) {
    return and(Side.REMOTE, List.of(more));
  }

  /** Returns these items and more of the local side. */
  public ItemSelection andLocal(String... more) {
    return and(Side.LOCAL, List.of(more));
  }

  /** Returns the ids on a side, in the order in which they were named. */
  public Set<String> ids(Side side) {
    return ids.getOrDefault(side, Set.of());
  }

  private static ItemSelection none() {
    return new ItemSelection(Map.of());
  }

  private ItemSelection and(Side side, Collection<String> more) {
    if (more.stream().anyMatch(String::isBlank)) {
      throw new ConfigurationException("items", "an item's id is blank");
    }
    Set<String> all = new LinkedHashSet<>(ids(side));
    all.addAll(more);
    Map<Side, Set<String>> joined = new EnumMap<>(Side.class);
    joined.putAll(ids);
    joined.put(side, java.util.Collections.unmodifiableSet(all));
    return new ItemSelection(joined);
  }

  @Override
  public String toString() {
    return "ItemSelection" + ids;
  }
}
