/** The queue of an engine: jobs, schedules, and the thread that waits for what is due. */
@NullMarked
package com.puraify.sync.internal.job;

import org.jspecify.annotations.NullMarked;
