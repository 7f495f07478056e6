/**
 * The SPI for platforms: what a connector implements, and what the engine gives it to work with.
 *
 * <p>A connector is a {@link com.puraify.sync.connector.Connector} found through {@link
 * java.util.ServiceLoader}. It makes {@linkplain com.puraify.sync.connector.Connection connections}
 * to accounts; a connection names {@linkplain com.puraify.sync.connector.Entity entities}; an
 * entity is opened for a run as an {@link com.puraify.sync.connector.EntitySession}, which reads
 * pages, looks items up and writes batches. Everything else (the loop over pages, pacing, retries,
 * secrets, time-outs, cancellation, recovery) is the engine's.
 */
@NullMarked
package com.puraify.sync.connector;

import org.jspecify.annotations.NullMarked;
