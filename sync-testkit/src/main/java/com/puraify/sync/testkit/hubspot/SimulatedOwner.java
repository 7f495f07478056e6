package com.puraify.sync.testkit.hubspot;

/**
 * A person of the portal who can own records. Immutable.
 *
 * @param id the owner id, which records carry
 * @param userId the user id, which histories carry; another number than the owner id
 * @param archived whether the person has left
 */
public record SimulatedOwner(
    String id, String userId, String email, String firstName, String lastName, boolean archived) {}
