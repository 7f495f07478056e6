/**
 * The engine's ports as HTTP adapters to the other engines of the platform. Paths, member names and
 * addresses are settings, with those of the engines' present contracts as defaults.
 */
@NullMarked
package com.puraify.sync.puraify;

import org.jspecify.annotations.NullMarked;
