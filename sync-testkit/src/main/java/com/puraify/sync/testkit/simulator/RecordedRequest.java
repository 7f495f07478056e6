package com.puraify.sync.testkit.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One request that a simulator has answered. Immutable.
 *
 * @param at when it arrived, on the simulator's clock
 * @param kind the method and the path template, such as {@code GET /v1/pages/{page_id}}
 * @param method the method
 * @param path the path as sent
 * @param query the decoded query parameters
 * @param body the body as text, empty when there is none
 * @param status the status of the answer, or 0 when the connection was dropped
 */
public record RecordedRequest(
    Instant at,
    String kind,
    String method,
    String path,
    Map<String, List<String>> query,
    String body,
    int status) {}
