/** What is remembered of what was done. */
@NullMarked
package com.puraify.sync.internal.commit;

import org.jspecify.annotations.NullMarked;
