/**
 * The SPI for what an engine remembers between runs: links with their bases, intents, marks,
 * settings and documents. All of it belongs to one sync, and is changed by that sync's one runner.
 * Beside it, the SPI for what several engines share: the calls that accounts may make.
 */
@NullMarked
package com.puraify.sync.state;

import org.jspecify.annotations.NullMarked;
