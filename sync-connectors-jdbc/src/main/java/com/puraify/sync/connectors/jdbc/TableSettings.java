package com.puraify.sync.connectors.jdbc;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a host says about a table; see the setters of {@link JdbcEntity.Builder}. */
record TableSettings(
    String table,
    @Nullable String schema,
    List<String> key,
    @Nullable String modifiedAt,
    @Nullable String changeNumber,
    @Nullable String version,
    @Nullable String tombstone,
    ZoneId zone,
    Duration overlap,
    long numberOverlap,
    boolean touchModifiedAt,
    boolean raiseVersion,
    boolean readBack,
    int pageSize) {}
