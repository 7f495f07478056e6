/** What a host imports: the engine, the description of a sync, and a run. */
@NullMarked
package com.puraify.sync;

import org.jspecify.annotations.NullMarked;
