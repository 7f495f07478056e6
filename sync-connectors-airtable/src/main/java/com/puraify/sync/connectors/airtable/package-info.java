/**
 * Airtable tables as entities, through the Web API.
 *
 * <p>{@link com.puraify.sync.connectors.airtable.Airtable} is the way in from code; {@link
 * com.puraify.sync.connectors.airtable.AirtableConnector} is found by the engine.
 */
@NullMarked
package com.puraify.sync.connectors.airtable;

import org.jspecify.annotations.NullMarked;
