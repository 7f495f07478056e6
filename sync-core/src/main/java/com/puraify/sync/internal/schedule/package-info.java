/** When schedules are due. */
@NullMarked
package com.puraify.sync.internal.schedule;

import org.jspecify.annotations.NullMarked;
