/** Writes down what the engine does, from runs of it. */
package com.puraify.sync.testkit.behaviour;
