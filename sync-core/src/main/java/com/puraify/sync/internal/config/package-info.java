/** Reads syncs from JSON documents. */
@NullMarked
package com.puraify.sync.internal.config;

import org.jspecify.annotations.NullMarked;
