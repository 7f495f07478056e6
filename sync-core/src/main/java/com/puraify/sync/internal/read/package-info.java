/** Reading both sides, page by page, within bounded memory. */
@NullMarked
package com.puraify.sync.internal.read;

import org.jspecify.annotations.NullMarked;
