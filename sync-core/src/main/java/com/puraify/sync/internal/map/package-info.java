/** The mapping, bound to the live schemas: values into the other side's terms. */
@NullMarked
package com.puraify.sync.internal.map;

import org.jspecify.annotations.NullMarked;
