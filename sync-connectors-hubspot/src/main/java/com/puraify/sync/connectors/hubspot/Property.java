package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.value.Field;

/**
 * One property of a type. Immutable.
 *
 * @param name its internal name, which never changes: the field's id
 * @param codec how it is read and written
 * @param field the field that it makes
 */
record Property(String name, PropertyCodec codec, Field field) {}
