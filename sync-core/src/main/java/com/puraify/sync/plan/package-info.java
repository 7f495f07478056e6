/** What a run will do, as data, and the limits that it keeps. */
@NullMarked
package com.puraify.sync.plan;

import org.jspecify.annotations.NullMarked;
