package com.puraify.sync.state;

/**
 * The right to run a sync, held by one runner at a time. Immutable.
 *
 * @param sync the sync's id
 * @param owner who holds it, for people
 * @param token a number that grows with every lease of this sync; the store refuses changes under
 *     any but the latest
 */
public record Lease(String sync, String owner, long token) {}
