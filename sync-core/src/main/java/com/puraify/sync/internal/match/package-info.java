/** Which unlinked items are the same thing. */
@NullMarked
package com.puraify.sync.internal.match;

import org.jspecify.annotations.NullMarked;
