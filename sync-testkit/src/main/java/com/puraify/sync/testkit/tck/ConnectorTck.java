package com.puraify.sync.testkit.tck;

/**
 * The certification kit for connectors: the rules of {@code docs/contract.md}, each as tests that
 * try to prove the connector wrong.
 *
 * <p>A connector certifies by a test class that extends this one and makes a platform with an empty
 * entity:
 *
 * <pre>{@code
 * class CrmConnectorTck extends ConnectorTck {
 *   @Override
 *   protected PlatformUnderTest platform() {
 *     return new CrmUnderTest(CrmSimulator.start());
 *   }
 * }
 * }</pre>
 *
 * <p>Each test is named after its rule: {@code READ_4_...} tries READ-4. A test that does not apply
 * (a capability that is not declared, a means that {@link PlatformUnderTest} does not give) is
 * aborted with the reason. A failure begins with the rule, and tells what was seen, what was
 * declared and what to do. The {@linkplain Certification certificate} names all of them.
 *
 * <p>The connector gets the services of a real engine, on the platform's time if that can be
 * cranked; only {@code ConnectorContext.clock} is ten years ahead, because no connector may go by
 * it.
 */
public abstract class ConnectorTck extends CallRules {

  /** For subclasses. */
  protected ConnectorTck() {}
}
