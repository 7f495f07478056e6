/** What proves that a connector or a state store keeps its contract. */
@NullMarked
package com.puraify.sync.testkit;

import org.jspecify.annotations.NullMarked;
