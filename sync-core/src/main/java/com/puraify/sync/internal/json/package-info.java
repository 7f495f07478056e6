/** The only place that knows the JSON libraries. */
@NullMarked
package com.puraify.sync.internal.json;

import org.jspecify.annotations.NullMarked;
