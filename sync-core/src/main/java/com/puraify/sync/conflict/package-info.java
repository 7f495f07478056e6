/** How conflicts are settled, and the questions that wait for a person. */
@NullMarked
package com.puraify.sync.conflict;

import org.jspecify.annotations.NullMarked;
