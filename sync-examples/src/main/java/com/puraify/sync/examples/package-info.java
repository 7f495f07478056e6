/** Small programs that show one thing each. */
@NullMarked
package com.puraify.sync.examples;

import org.jspecify.annotations.NullMarked;
