/** Webhooks: what platforms send by themselves, taken as a hint where to look and never as data. */
@NullMarked
package com.puraify.sync.webhook;

import org.jspecify.annotations.NullMarked;
