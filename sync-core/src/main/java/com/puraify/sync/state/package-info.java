/**
 * The SPI for what an engine remembers between runs: links with their bases, intents, marks,
 * settings and documents. All of it belongs to one sync, and is changed by that sync's one runner.
 */
@NullMarked
package com.puraify.sync.state;

import org.jspecify.annotations.NullMarked;
