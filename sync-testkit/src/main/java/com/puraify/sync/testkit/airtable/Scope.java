package com.puraify.sync.testkit.airtable;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a formula is evaluated on.
 *
 * @param values what {@code values} stands for in a rollup, or null elsewhere
 */
record Scope(Viewing viewing, Row row, @Nullable List<Object> values) {}
