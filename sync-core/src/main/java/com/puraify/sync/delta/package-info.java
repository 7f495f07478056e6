/** What changed since both sides last agreed. */
@NullMarked
package com.puraify.sync.delta;

import org.jspecify.annotations.NullMarked;
