/** The server: an engine behind HTTP. */
@NullMarked
package com.puraify.sync.server;

import org.jspecify.annotations.NullMarked;
