package com.puraify.sync.testkit.world;

import com.puraify.sync.value.Side;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a world. Immutable, but for the coverage.
 *
 * @param scenario what happened in it
 * @param violation what did not hold, if anything
 * @param journalHash a fingerprint of everything that the engine did, in its order
 * @param coverage what really happened
 * @param contents what both sides hold in the end, without ids, sorted
 */
public record WorldOutcome(
    Scenario scenario,
    Optional<Violation> violation,
    long journalHash,
    Coverage coverage,
    Map<Side, List<String>> contents) {}
