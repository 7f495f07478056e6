package com.puraify.sync.benchmarks;

/**
 * How long a first push took, on the machine's clock.
 *
 * @param items how many items were created
 * @param refused how many of its calls the platform refused for being too many
 * @param seconds how long it took
 * @param fewestSeconds how long the platform's limit of calls makes it last at least, or, where the
 *     limit is not reached, how long its calls take one after the other and as many at once as the
 *     connector makes
 */
record Push(int items, long refused, double seconds, double fewestSeconds) {}
