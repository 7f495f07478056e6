package com.puraify.sync.connectors.airtable;

import com.puraify.sync.value.Field;

/**
 * One field of a table. Immutable.
 *
 * @param id its stable id
 * @param name what people call it
 * @param type Airtable's name of its type
 * @param codec how it is read and written
 * @param field the field that it makes
 */
record Column(String id, String name, String type, FieldCodec codec, Field field) {

  /** Returns a column. */
  static Column of(String id, String name, String type, FieldCodec codec) {
    return new Column(id, name, type, codec, codec.field(id, name));
  }
}
