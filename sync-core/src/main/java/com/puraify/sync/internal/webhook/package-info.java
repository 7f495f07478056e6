/** What an engine does with webhooks: checks them, collects where they point, and looks there. */
@NullMarked
package com.puraify.sync.internal.webhook;

import org.jspecify.annotations.NullMarked;
