package com.puraify.sync.testkit;

import com.puraify.sync.connector.Capabilities;
import com.puraify.sync.connector.RateWindow;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * How a {@link MemoryEntity} behaves, beside what it declares. Filled by its builder; the cap on
 * listings alone changes afterwards, under the table's lock.
 */
final class Quirks {

  int pageSize;
  boolean shortPages;
  boolean emptyPages;
  int repeats;
  int listingCap = Integer.MAX_VALUE;
  Duration granularity;
  Duration lag;
  boolean unevenLag;
  boolean laggingLookups;
  boolean vagueAbsence;
  boolean dated = true;
  boolean versions;
  boolean conditionalByVersion;
  boolean returnsItems = true;
  boolean returnsBefore;
  boolean reusesIds;
  MemoryEntity.Refusals refusals;
  String idPrefix = "item-";
  final Map<String, UnaryOperator<Value>> normalizers = new HashMap<>();
  final Map<String, Function<Fields, Value>> formulas = new HashMap<>();
  Predicate<Fields> poison = fields -> false;
  List<RateWindow> limits = List.of();

  /** Starts from what an honest entity with these capabilities does. */
  Quirks(Capabilities declared) {
    this.pageSize = declared.readPage();
    this.granularity = declared.granularity();
    this.lag = declared.visibilityLag();
    this.reusesIds = declared.reusesIds();
    this.versions = declared.conditionalWrites();
    this.refusals =
        declared.atomicBatches()
            ? MemoryEntity.Refusals.WHOLE_BATCH
            : MemoryEntity.Refusals.PER_ITEM;
  }
}
