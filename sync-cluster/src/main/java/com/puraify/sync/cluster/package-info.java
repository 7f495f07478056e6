/** Engines on several machines that share the work, and the calls that accounts may make. */
@NullMarked
package com.puraify.sync.cluster;

import org.jspecify.annotations.NullMarked;
