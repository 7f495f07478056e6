package com.puraify.sync.testkit;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Collects how a {@link MemoryEntity} behaves.
 *
 * <p>Defaults: the cautious {@link Capabilities}, and everything just as they declare it; full
 * pages, no cut-off, items dated and returned after writes, versions for conditional writes. A
 * setting that contradicts what is declared makes a liar, for tests that must find it out. Confined
 * to one thread at a time.
 */
public final class MemoryEntityBuilder {

  private final MemoryPlatform platform;
  private final Schema schema;
  private final List<Consumer<Quirks>> settings = new ArrayList<>();
  private String id;
  private String account = "memory";
  private Capabilities capabilities = Capabilities.builder().build();

  MemoryEntityBuilder(MemoryPlatform platform, Schema schema) {
    this.platform = platform;
    this.schema = schema;
    this.id = schema.entity();
  }

  /** Sets the entity's stable id. Default: the name that its schema gives it. */
  public MemoryEntityBuilder id(String stable) {
    this.id = stable;
    return this;
  }

  /** Sets the account that it belongs to. */
  public MemoryEntityBuilder account(String name) {
    this.account = name;
    return this;
  }

  /** Sets what the entity declares. */
  public MemoryEntityBuilder capabilities(Capabilities declared) {
    this.capabilities = declared;
    return this;
  }

  /** Sets what the ids of items begin with. Default: {@code "item-"}. */
  public MemoryEntityBuilder idPrefix(String prefix) {
    return with(quirks -> quirks.idPrefix = prefix);
  }

  /** Sets how many items a page holds. Default: as declared. */
  public MemoryEntityBuilder pageSize(int items) {
    return with(quirks -> quirks.pageSize = items);
  }

  /** Makes pages hold fewer items than they could, in a way that is the same in every run. */
  public MemoryEntityBuilder shortPages() {
    return with(quirks -> quirks.shortPages = true);
  }

  /** Makes every second page empty. */
  public MemoryEntityBuilder emptyPages() {
    return with(quirks -> quirks.emptyPages = true);
  }

  /** Makes each page begin with the last items of the page before. */
  public MemoryEntityBuilder repeats(int items) {
    return with(quirks -> quirks.repeats = items);
  }

  /** Makes every read stop after so many items, and say so. Default: never. */
  public MemoryEntityBuilder listingCap(int items) {
    return with(quirks -> quirks.listingCap = items);
  }

  /** Sets how coarse times of change are. Default: as declared. */
  public MemoryEntityBuilder granularity(Duration coarse) {
    return with(quirks -> quirks.granularity = coarse);
  }

  /** Sets how long changes stay invisible to reads and finds. Default: as declared. */
  public MemoryEntityBuilder lag(Duration length) {
    return with(quirks -> quirks.lag = length);
  }

  /** Makes each change stay invisible for a time of its own, up to the lag. */
  public MemoryEntityBuilder unevenLag() {
    return with(quirks -> quirks.unevenLag = true);
  }

  /** Makes lookups by id lag like reads. Default: they see everything at once. */
  public MemoryEntityBuilder laggingLookups() {
    return with(quirks -> quirks.laggingLookups = true);
  }

  /** Makes lookups never tell why an item is not there. */
  public MemoryEntityBuilder vagueAbsence() {
    return with(quirks -> quirks.vagueAbsence = true);
  }

  /** Makes items come without a time of change. */
  public MemoryEntityBuilder undated() {
    return with(quirks -> quirks.dated = false);
  }

  /** Sets whether items have versions. Default: if writes are conditional. */
  public MemoryEntityBuilder versions(boolean yes) {
    return with(quirks -> quirks.versions = yes);
  }

  /** Makes conditional writes compare versions instead of contents, where one is expected. */
  public MemoryEntityBuilder conditionalByVersion() {
    return with(quirks -> quirks.conditionalByVersion = true);
  }

  /** Sets whether writes answer with the item as it is then. Default: yes. */
  public MemoryEntityBuilder returnsItems(boolean yes) {
    return with(quirks -> quirks.returnsItems = yes);
  }

  /** Makes updates and deletes answer with the item as it was before, too. */
  public MemoryEntityBuilder returnsBefore() {
    return with(quirks -> quirks.returnsBefore = true);
  }

  /**
   * Sets whether a new item is given the id after the highest that an item has, as some tables do,
   * even if an item had it that was removed. Default: as declared.
   */
  public MemoryEntityBuilder reusesIds(boolean yes) {
    return with(quirks -> quirks.reusesIds = yes);
  }

  /** Sets how refused items are answered. Default: whole batches if batches are atomic. */
  public MemoryEntityBuilder refusals(MemoryEntity.Refusals manner) {
    return with(quirks -> quirks.refusals = manner);
  }

  /** Makes the platform rewrite what is stored in a field, after the field type's own rewriting. */
  public MemoryEntityBuilder normalizer(String field, UnaryOperator<Value> rewrite) {
    return with(quirks -> quirks.normalizers.put(field, rewrite));
  }

  /** Makes the platform compute a field from the others whenever it is read. */
  public MemoryEntityBuilder formula(String field, Function<Fields, Value> formula) {
    return with(quirks -> quirks.formulas.put(field, formula));
  }

  /** Makes the platform refuse engines' writes that would leave an item like this. */
  public MemoryEntityBuilder refusing(Predicate<Fields> poison) {
    return with(quirks -> quirks.poison = poison);
  }

  /**
   * Sets limits on calls, which the connector keeps to by the engine's budget of the account. The
   * platform itself refuses no call for being too many. Default: none.
   */
  public MemoryEntityBuilder limits(List<RateWindow> windows) {
    List<RateWindow> all = List.copyOf(windows);
    return with(quirks -> quirks.limits = all);
  }

  /**
   * Returns the entity, which belongs to its platform from now on.
   *
   * @throws IllegalArgumentException if the platform has an entity with that id, or atomic batches
   *     are to be written in part
   */
  public MemoryEntity build() {
    Quirks quirks = new Quirks(capabilities);
    settings.forEach(setting -> setting.accept(quirks));
    if (capabilities.atomicBatches() && quirks.refusals == MemoryEntity.Refusals.PER_ITEM) {
      throw new IllegalArgumentException("refusals: atomic batches cannot be written in part");
    }
    MemoryEntity entity =
        new MemoryEntity(
            platform, id, account, new MemoryTable(platform, schema, capabilities, quirks));
    platform.add(entity);
    return entity;
  }

  private MemoryEntityBuilder with(Consumer<Quirks> setting) {
    settings.add(setting);
    return this;
  }
}
