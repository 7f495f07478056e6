/**
 * A simulated Airtable, served over HTTP: bases, tables, records, webhooks and tokens, as strict as
 * the real one, on a clock and with faults that a test commands.
 */
@NullMarked
package com.puraify.sync.testkit.airtable;

import org.jspecify.annotations.NullMarked;
