/** What one side shows of an item in a run. */
@NullMarked
package com.puraify.sync.internal.delta;

import org.jspecify.annotations.NullMarked;
