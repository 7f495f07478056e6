/** The family of exceptions. */
@NullMarked
package com.puraify.sync.error;

import org.jspecify.annotations.NullMarked;
