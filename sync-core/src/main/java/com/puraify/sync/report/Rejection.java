package com.puraify.sync.report;

import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.value.Side;
import org.jspecify.annotations.Nullable;

/**
 * An item that could not be written. Immutable.
 *
 * @param side the side that did not take it
 * @param localId the local item's id, or null if there is none
 * @param remoteId the remote item's id, or null if there is none
 * @param reason what is wrong with it
 * @param field the name of the field at fault, or null if that is not known
 * @param detail what was said about it, for people
 */
public record Rejection(
    Side side,
    @Nullable String localId,
    @Nullable String remoteId,
    WriteResult.Reason reason,
    @Nullable String field,
    String detail) {}
