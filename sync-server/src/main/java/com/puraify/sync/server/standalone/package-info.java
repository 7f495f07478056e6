/** What the program brings along: databases, connectors, and simulated platforms on request. */
@NullMarked
package com.puraify.sync.server.standalone;

import org.jspecify.annotations.NullMarked;
