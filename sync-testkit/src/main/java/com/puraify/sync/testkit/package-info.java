/** Programs and clocks for tests against simulated platforms. */
@NullMarked
package com.puraify.sync.testkit;

import org.jspecify.annotations.NullMarked;
