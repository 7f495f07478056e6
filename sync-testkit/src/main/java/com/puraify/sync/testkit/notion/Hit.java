package com.puraify.sync.testkit.notion;

import org.jspecify.annotations.Nullable;

/**
 * A page that a query found.
 *
 * @param state the page as the query saw it
 * @param keys its sort keys
 * @param tie what decides between pages with equal keys: random, but the same for every run
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
record Hit(PageRecord page, PageState state, @Nullable Comparable<?>[] keys, long tie) {}
