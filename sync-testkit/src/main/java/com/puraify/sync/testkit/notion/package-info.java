/**
 * A strict, stateful simulator of the Notion REST API, versions 2025-09-03 and 2026-03-11.
 *
 * <p>{@link com.puraify.sync.testkit.notion.NotionSimulator} serves the API over HTTP on loopback;
 * its other methods act as the people in Notion's own interface, so that a test can race them
 * against a client of the API.
 */
@NullMarked
package com.puraify.sync.testkit.notion;

import org.jspecify.annotations.NullMarked;
