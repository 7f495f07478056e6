/** Queued requests for runs, schedules, and what holds them back. */
@NullMarked
package com.puraify.sync.job;

import org.jspecify.annotations.NullMarked;
