/** What happened in a sync: its runs, what they changed, and why a field has its value. */
@NullMarked
package com.puraify.sync.history;

import org.jspecify.annotations.NullMarked;
