/** The syncs that the server was told of, and still knows after a restart. */
@NullMarked
package com.puraify.sync.server.syncs;

import org.jspecify.annotations.NullMarked;
