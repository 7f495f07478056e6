/** What is done about each item, field by field. */
@NullMarked
package com.puraify.sync.internal.merge;

import org.jspecify.annotations.NullMarked;
