/** The plan as a whole: its order, its limits, its cost. */
@NullMarked
package com.puraify.sync.internal.plan;

import org.jspecify.annotations.NullMarked;
