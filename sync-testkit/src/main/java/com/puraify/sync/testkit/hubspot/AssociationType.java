package com.puraify.sync.testkit.hubspot;

import org.jspecify.annotations.Nullable;

/**
 * One kind of association in one direction. Immutable.
 *
 * @param id the type id, which differs by direction
 * @param category {@code HUBSPOT_DEFINED} or {@code USER_DEFINED}
 * @param label what people call it, or null for the plain association
 * @param from the type id of the objects that it goes from
 * @param to the type id of the objects that it goes to
 * @param inverse the type id of the same association seen from the other side
 * @param primary whether it marks the primary company
 */
record AssociationType(
    int id,
    String category,
    @Nullable String label,
    String from,
    String to,
    int inverse,
    boolean primary) {}
