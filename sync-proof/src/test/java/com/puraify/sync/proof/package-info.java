/** All parts together: real processes, real files, real HTTP. */
@NullMarked
package com.puraify.sync.proof;

import org.jspecify.annotations.NullMarked;
