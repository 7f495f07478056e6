package com.puraify.sync.testkit.hubspot;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A write of one record that was found good and waits to be carried out.
 *
 * @param record the record, or null to make one
 * @param changes the values to keep; the empty text clears
 * @param links the associations of a record to be made
 */
record Draft(
    ObjectType type,
    @Nullable CrmRecord record,
    Map<String, String> changes,
    List<Edges.Wish> links) {}
