/**
 * What every simulated platform is made of: a loopback HTTP server whose clock can be cranked,
 * faults, a request log, a fixed-window rate limiter and the control endpoint. Nothing in here
 * knows a platform.
 */
@NullMarked
package com.puraify.sync.testkit.simulator;

import org.jspecify.annotations.NullMarked;
