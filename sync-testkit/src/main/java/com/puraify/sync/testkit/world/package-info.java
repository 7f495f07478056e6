/**
 * Simulated worlds: the real engine, unchanged, on hand-cranked time, between two platforms in
 * memory, with people who edit at any moment and everything that can go wrong.
 *
 * <p>A seed makes a {@link com.puraify.sync.testkit.world.Scenario}, a {@link
 * com.puraify.sync.testkit.world.SimulatedWorld} plays it, and checkers of the {@link
 * com.puraify.sync.testkit.world.Invariant}s watch. {@link com.puraify.sync.testkit.world.Worlds}
 * is the program that plays many. A scenario is data: {@link
 * com.puraify.sync.testkit.world.PlatformShape platforms}, {@link
 * com.puraify.sync.testkit.world.SyncShape configuration} and {@link
 * com.puraify.sync.testkit.world.Step steps}, in which {@link
 * com.puraify.sync.testkit.world.Trouble}s may befall runs; so that a host's own test can write one
 * down, and a failing one can be made smaller.
 */
@NullMarked
package com.puraify.sync.testkit.world;

import org.jspecify.annotations.NullMarked;
