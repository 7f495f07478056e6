/** The calls that accounts may make, and waiting for them. */
@NullMarked
package com.puraify.sync.internal.budget;

import org.jspecify.annotations.NullMarked;
