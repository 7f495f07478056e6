/**
 * What tests of syncs are made of: hand-cranked time, platforms in memory and over HTTP, faults,
 * and the contracts that state stores and connectors are held to.
 */
@NullMarked
package com.puraify.sync.testkit;

import org.jspecify.annotations.NullMarked;
