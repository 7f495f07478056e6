/** The ports to the host: what an engine asks of the application and the engines around it. */
@NullMarked
package com.puraify.sync.host;

import org.jspecify.annotations.NullMarked;
