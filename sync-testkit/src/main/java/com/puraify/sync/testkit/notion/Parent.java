package com.puraify.sync.testkit.notion;

/** Where an object lives. The workspace has the empty id. */
record Parent(Kind kind, String id) {
  enum Kind {
    WORKSPACE,
    PAGE,
    DATABASE,
    DATA_SOURCE
  }

  static Parent workspace() {
    return new Parent(Kind.WORKSPACE, "");
  }

  static Parent page(String id) {
    return new Parent(Kind.PAGE, id);
  }

  static Parent database(String id) {
    return new Parent(Kind.DATABASE, id);
  }

  static Parent dataSource(String id) {
    return new Parent(Kind.DATA_SOURCE, id);
  }
}
