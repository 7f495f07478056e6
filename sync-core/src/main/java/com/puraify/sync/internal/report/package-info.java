/** What a run did, counted while it goes on and written down when it is over. */
@NullMarked
package com.puraify.sync.internal.report;

import org.jspecify.annotations.NullMarked;
