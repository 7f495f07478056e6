/** Calls to REST services: paced, bounded, repeated where that is safe. Knows Failsafe. */
@NullMarked
package com.puraify.sync.internal.http;

import org.jspecify.annotations.NullMarked;
