package com.puraify.sync.testkit.airtable;

/**
 * What a cell is written in.
 *
 * @param typecast whether values of other types are converted, and missing choices created
 */
record Writing(Transaction transaction, TableRecord table, boolean typecast) {
  Workspace workspace() {
    return transaction.workspace;
  }

  BaseRecord base() {
    return transaction.base;
  }
}
