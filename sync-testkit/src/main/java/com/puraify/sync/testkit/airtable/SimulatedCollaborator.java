package com.puraify.sync.testkit.airtable;

/**
 * Somebody with an account. Immutable.
 *
 * @param id the id, {@code usr…}
 * @param name the name as shown
 * @param email the address
 */
public record SimulatedCollaborator(String id, String name, String email) {}
