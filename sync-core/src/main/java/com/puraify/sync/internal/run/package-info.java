/** What carries a run: its phases, its threads, its time. */
@NullMarked
package com.puraify.sync.internal.run;

import org.jspecify.annotations.NullMarked;
