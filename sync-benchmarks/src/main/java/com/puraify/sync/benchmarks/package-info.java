/** Measurements of the engine beside what it is made of; see docs/performance.md. */
@NullMarked
package com.puraify.sync.benchmarks;

import org.jspecify.annotations.NullMarked;
