package com.puraify.sync.internal.json;

/** Writes JSON pointers (RFC 6901). */
public final class JsonPointers {

  private JsonPointers() {}

  /** Returns the pointer to a member of the object at a pointer. */
  public static String child(String parent, String member) {
    return parent + "/" + member.replace("~", "~0").replace("/", "~1");
  }

  /** Returns the pointer to an element of the array at a pointer. */
  public static String child(String parent, int index) {
    return parent + "/" + index;
  }
}
