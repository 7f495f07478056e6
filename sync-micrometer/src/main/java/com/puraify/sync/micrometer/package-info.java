/** Meters for Micrometer. */
@NullMarked
package com.puraify.sync.micrometer;

import org.jspecify.annotations.NullMarked;
