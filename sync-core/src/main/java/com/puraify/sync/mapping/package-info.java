/** Which fields correspond, in which direction, and through which converter. */
@NullMarked
package com.puraify.sync.mapping;

import org.jspecify.annotations.NullMarked;
