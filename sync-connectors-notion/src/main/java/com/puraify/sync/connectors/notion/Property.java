package com.puraify.sync.connectors.notion;

import com.puraify.sync.value.Field;

/**
 * One property of a data source. Immutable.
 *
 * @param id its stable id, exactly as Notion returns it
 * @param name what people call it
 * @param type Notion's name of its type
 * @param codec how it is read and written
 * @param field the field that it makes
 */
record Property(String id, String name, String type, PropertyCodec codec, Field field) {

  /** Returns a property. */
  static Property of(String id, String name, String type, PropertyCodec codec) {
    return new Property(id, name, type, codec, codec.field(id, name));
  }
}
