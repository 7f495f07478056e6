/** Tells the history of a sync from what its runs left in the state store. */
@NullMarked
package com.puraify.sync.internal.history;

import org.jspecify.annotations.NullMarked;
