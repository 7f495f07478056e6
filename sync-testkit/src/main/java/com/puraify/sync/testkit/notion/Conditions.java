package com.puraify.sync.testkit.notion;

/** The families of filter conditions. */
enum Conditions {
  TEXT,
  NUMBER,
  CHECKBOX,
  CHOICE,
  LIST,
  EXISTENCE,
  DATE,
  VERIFICATION,
  COMPUTED
}
