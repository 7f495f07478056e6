/**
 * HubSpot CRM objects as entities: contacts, companies, deals, tickets, and any other type.
 *
 * <p>{@link com.puraify.sync.connectors.hubspot.HubSpot} is the way in from code; {@link
 * com.puraify.sync.connectors.hubspot.HubSpotConnector} is found by the engine.
 */
@NullMarked
package com.puraify.sync.connectors.hubspot;

import org.jspecify.annotations.NullMarked;
