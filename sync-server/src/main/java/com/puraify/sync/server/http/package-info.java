/** What all routes share: who may call, what a request may be, and how problems are answered. */
@NullMarked
package com.puraify.sync.server.http;

import org.jspecify.annotations.NullMarked;
