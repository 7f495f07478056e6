/** Writing batches so that nothing is lost or doubled. */
@NullMarked
package com.puraify.sync.internal.write;

import org.jspecify.annotations.NullMarked;
