/** When syncs run. */
@NullMarked
package com.puraify.sync.schedule;

import org.jspecify.annotations.NullMarked;
