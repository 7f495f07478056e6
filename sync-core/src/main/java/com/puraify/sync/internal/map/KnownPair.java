package com.puraify.sync.internal.map;

import com.puraify.sync.connector.Json;
import com.puraify.sync.error.StateException;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Side;
import java.util.List;
import java.util.Optional;

/**
 * A pair of fields as an earlier run bound it: what the mapping called them, and their stable ids.
 *
 * @param localName what the mapping calls the local field
 * @param localId the local field's id
 * @param remoteName what the mapping calls the remote field
 * @param remoteId the remote field's id
 * @param types the kinds of both fields, such as {@code "text/number"}
 * @param byName whether nobody named them: they were paired because they are called the same
 */
public record KnownPair(
    String localName,
    String localId,
    String remoteName,
    String remoteId,
    String types,
    boolean byName) {

  static KnownPair of(String localName, String remoteName, BoundField field, boolean byName) {
    return new KnownPair(
        localName,
        field.local().id(),
        remoteName,
        field.remote().id(),
        kind(field.local().type()) + "/" + kind(field.remote().type()),
        byName);
  }

  private static String kind(FieldType type) {
    return type instanceof FieldType.Many many
        ? "several of " + kind(many.element())
        : type.getClass().getSimpleName();
  }

  /** Returns what the mapping calls the field of a side. */
  public String name(Side side) {
    return side == Side.LOCAL ? localName : remoteName;
  }

  /** Returns the id of the field of a side. */
  public String id(Side side) {
    return side == Side.LOCAL ? localId : remoteId;
  }

  /** Returns whether another pair is of the same two fields, and these are still of their types. */
  public boolean sameValues(KnownPair other) {
    return sameFields(other) && types.equals(other.types);
  }

  /** Returns whether another pair is of the same two fields, whatever they are called. */
  public boolean sameFields(KnownPair other) {
    return localId.equals(other.localId) && remoteId.equals(other.remoteId);
  }

  /** Returns the id of the field that the mapping calls by a name. */
  static Optional<String> idOf(List<KnownPair> pairs, Side side, String name) {
    return pairs.stream()
        .filter(pair -> pair.name(side).equals(name))
        .map(pair -> pair.id(side))
        .findFirst();
  }

  /** Returns pairs as text. */
  public static String write(List<KnownPair> pairs) {
    return Json.array(
            pairs.stream()
                .map(
                    pair ->
                        Json.object(
                            entry ->
                                entry
                                    .put("localName", pair.localName)
                                    .put("localId", pair.localId)
                                    .put("remoteName", pair.remoteName)
                                    .put("remoteId", pair.remoteId)
                                    .put("types", pair.types)
                                    .put("byName", pair.byName)))
                .toList())
        .toString();
  }

  /**
   * Returns the pairs that {@link #write} wrote.
   *
   * @throws StateException if they are damaged
   */
  public static List<KnownPair> read(String text) {
    try {
      return Json.parse(text).elements().stream()
          .map(
              entry ->
                  new KnownPair(
                      entry.at("localName").text(),
                      entry.at("localId").text(),
                      entry.at("remoteName").text(),
                      entry.at("remoteId").text(),
                      entry.at("types").text(),
                      entry.at("byName").bool()))
          .toList();
    } catch (com.puraify.sync.error.ConnectorException e) {
      throw new StateException("the fields that were mapped last cannot be read: " + text, e);
    }
  }
}
