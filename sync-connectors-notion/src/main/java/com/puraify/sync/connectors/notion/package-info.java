/**
 * Notion data sources as entities, through API version 2026-03-11.
 *
 * <p>{@link com.puraify.sync.connectors.notion.Notion} is the way in from code; {@link
 * com.puraify.sync.connectors.notion.NotionConnector} is found by the engine.
 */
@NullMarked
package com.puraify.sync.connectors.notion;

import org.jspecify.annotations.NullMarked;
