/** What a run did, told while it goes on and when it is over. */
@NullMarked
package com.puraify.sync.report;

import org.jspecify.annotations.NullMarked;
