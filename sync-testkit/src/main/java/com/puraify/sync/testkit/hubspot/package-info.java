/**
 * A strict HubSpot portal on 127.0.0.1: CRM objects, search with its lag, associations, rate
 * limits, OAuth and webhooks. Start with {@link com.puraify.sync.testkit.hubspot.HubSpotSimulator}.
 */
@NullMarked
package com.puraify.sync.testkit.hubspot;

import org.jspecify.annotations.NullMarked;
