/** The routes, a class for each kind of thing, and how things look as JSON. */
@NullMarked
package com.puraify.sync.server.api;

import org.jspecify.annotations.NullMarked;
