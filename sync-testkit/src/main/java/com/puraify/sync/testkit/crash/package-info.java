/**
 * Deaths of the engine's process, at every point where one could matter: before and after each call
 * to the state store and to a platform.
 *
 * <p>A {@link com.puraify.sync.testkit.crash.KillSwitch} counts these points in one run of a
 * scenario, and kills the engine at one of them in the next.
 */
@NullMarked
package com.puraify.sync.testkit.crash;

import org.jspecify.annotations.NullMarked;
