package com.puraify.sync.testkit.hubspot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The kinds of associations that the portal knows. Guarded by the lock of the portal. */
final class AssociationTypes {
  private static final String CONTACT = "0-1";
  private static final String COMPANY = "0-2";
  private static final String DEAL = "0-3";
  private static final String TICKET = "0-5";
  private static final String HUBSPOT = "HUBSPOT_DEFINED";
  private static final String USER = "USER_DEFINED";

  private final List<AssociationType> all = new ArrayList<>();
  private int next = 101;

  void standard() {
    pair(CONTACT, COMPANY, 279, 280, null, false);
    pair(CONTACT, COMPANY, 1, 2, "Primary", true);
    pair(CONTACT, DEAL, 4, 3, null, false);
    pair(DEAL, COMPANY, 341, 342, null, false);
    pair(DEAL, COMPANY, 5, 6, "Primary", true);
    pair(CONTACT, TICKET, 15, 16, null, false);
    pair(TICKET, COMPANY, 339, 340, null, false);
    pair(TICKET, COMPANY, 26, 25, "Primary", true);
    pair(DEAL, TICKET, 27, 28, null, false);
    pair(CONTACT, CONTACT, 449, 449, null, false);
    pair(COMPANY, COMPANY, 450, 450, null, false);
    all.add(new AssociationType(13, HUBSPOT, "Child Company", COMPANY, COMPANY, 14, false));
    all.add(new AssociationType(14, HUBSPOT, "Parent Company", COMPANY, COMPANY, 13, false));
  }

  private void pair(
      String from, String to, int there, int back, @Nullable String label, boolean primary) {
    all.add(new AssociationType(there, HUBSPOT, label, from, to, back, primary));
    if (there != back) {
      all.add(new AssociationType(back, HUBSPOT, label, to, from, there, primary));
    }
  }

  /** Defines the plain associations of a new custom object with all objects, itself included. */
  void custom(ObjectType type, Collection<ObjectType> types) {
    for (ObjectType other : types) {
      int there = next++;
      int back = other.equals(type) ? there : next++;
      all.add(new AssociationType(there, USER, null, type.typeId, other.typeId, back, false));
      if (back != there) {
        all.add(new AssociationType(back, USER, null, other.typeId, type.typeId, there, false));
      }
    }
  }

  /** Defines a label, and returns it as it is seen from {@code from}. */
  AssociationType define(String from, String to, String label, String inverseLabel) {
    int there = next++;
    int back = next++;
    AssociationType made = new AssociationType(there, USER, label, from, to, back, false);
    all.add(made);
    all.add(new AssociationType(back, USER, inverseLabel, to, from, there, false));
    return made;
  }

  void replace(AssociationType type, AssociationType other) {
    all.set(all.indexOf(type), other);
  }

  void remove(AssociationType type) {
    all.remove(type);
    all.removeIf(other -> other.id() == type.inverse() && other.from().equals(type.to()));
  }

  List<AssociationType> between(String from, String to) {
    return all.stream().filter(type -> type.from().equals(from) && type.to().equals(to)).toList();
  }

  /** Returns the type with this id that goes from these objects, or null. */
  @Nullable AssociationType from(String from, int id) {
    return all.stream()
        .filter(type -> type.from().equals(from) && type.id() == id)
        .findFirst()
        .orElse(null);
  }

  /** Returns the plain association between these objects, or null when they have none. */
  @Nullable AssociationType plain(String from, String to) {
    return between(from, to).stream().filter(t -> t.label() == null).findFirst().orElse(null);
  }

  @Nullable AssociationType primary(String from, String to) {
    return between(from, to).stream().filter(AssociationType::primary).findFirst().orElse(null);
  }

  AssociationType inverse(AssociationType type) {
    AssociationType inverse = from(type.to(), type.inverse());
    if (inverse == null) {
      throw new IllegalStateException("association type " + type.id() + " has no other side");
    }
    return inverse;
  }
}
