/** For tests of hosts, connectors and the engine itself: cranked time and simulated platforms. */
@NullMarked
package com.puraify.sync.testkit;

import org.jspecify.annotations.NullMarked;
