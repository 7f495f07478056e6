package com.puraify.sync.connectors.jdbc;

/** The database refuses what the rows of a batch hold; nothing of it was written. */
final class RefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient SqlFault fault;

  RefusedException(SqlFault fault) {
    super(fault.message(), fault.cause());
    this.fault = fault;
  }

  SqlFault fault() {
    return fault;
  }
}
