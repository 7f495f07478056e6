package com.puraify.sync.connectors.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * How a transaction ended.
 *
 * @param result what its work returned
 * @param doubt what happened at the commit if nobody knows whether it was made; else null
 */
record Outcome<T>(T result, @Nullable String doubt) {}
