package com.puraify.sync.connectors.jdbc;

import com.puraify.sync.value.Field;

/**
 * A column of a table.
 *
 * @param name its name as the database has it; also the id of its field
 * @param quoted its name between quotes
 * @param placeholder what stands for its value in a statement
 * @param field what the engine sees of it
 * @param codec how its values are read and written
 * @param nullable whether it can hold NULL
 * @param generated whether the database alone gives it values: identity, sequence or expression
 * @param hasDefault whether the database gives it a value when a row is inserted without one
 */
record Column(
    String name,
    String quoted,
    String placeholder,
    Field field,
    ColumnCodec codec,
    boolean nullable,
    boolean generated,
    boolean hasDefault) {

  Column withField(Field other) {
    return new Column(name, quoted, placeholder, other, codec, nullable, generated, hasDefault);
  }
}
