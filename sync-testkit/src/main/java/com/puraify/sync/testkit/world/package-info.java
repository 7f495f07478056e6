/**
 * Simulated worlds: the real engine, unchanged, on hand-cranked time, between two platforms in
 * memory, with people who edit at any moment and everything that can go wrong.
 *
 * <p>A seed makes a {@link com.puraify.sync.testkit.world.Scenario}, a {@link
 * com.puraify.sync.testkit.world.SimulatedWorld} plays it, and checkers of the {@link
 * com.puraify.sync.testkit.world.Invariant}s watch. {@link com.puraify.sync.testkit.world.Worlds}
 * is the program that plays many.
 */
@NullMarked
package com.puraify.sync.testkit.world;

import org.jspecify.annotations.NullMarked;
