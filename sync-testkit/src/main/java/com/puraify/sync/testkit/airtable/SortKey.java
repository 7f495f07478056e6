package com.puraify.sync.testkit.airtable;

/**
 * One key of an order.
 *
 * @param field the name or id of the field
 */
record SortKey(String field, boolean descending) {}
