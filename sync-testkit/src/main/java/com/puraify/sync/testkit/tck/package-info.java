/**
 * The certification kit: the rules of {@code docs/contract.md} as tests that try to prove a
 * connector wrong.
 *
 * <p>A connector's author extends {@link com.puraify.sync.testkit.tck.ConnectorTck} and gives it a
 * {@link com.puraify.sync.testkit.tck.PlatformUnderTest}. Each run of the tests leaves a
 * certificate in JSON under {@code target/tck}.
 */
@NullMarked
package com.puraify.sync.testkit.tck;

import org.jspecify.annotations.NullMarked;
