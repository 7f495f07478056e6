/** Worlds in which the real connectors talk to their simulators, and everything goes wrong. */
@NullMarked
package com.puraify.sync.proof.worlds;

import org.jspecify.annotations.NullMarked;
