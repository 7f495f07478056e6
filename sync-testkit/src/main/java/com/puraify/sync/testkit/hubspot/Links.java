package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes and unmakes associations. None of it moves a record's time of change, though the primary
 * company shows in a property of the contact.
 */
final class Links {
  private static final String COMPANY = "0-2";

  private final Portal portal;
  private @Nullable RecordWrites writes;

  Links(Portal portal) {
    this.portal = portal;
  }

  void mirrorsWith(RecordWrites recordWrites) {
    this.writes = recordWrites;
  }

  /** Reads the associations that a new record is to have. */
  List<Edges.Wish> wishes(ObjectType from, JsonNode associations) {
    List<Edges.Wish> wishes = new ArrayList<>();
    for (JsonNode association : associations) {
      String id = Call.required(association.path("to"), "id");
      for (JsonNode spec : association.path("types")) {
        AssociationType type =
            portal.associationTypes.from(from.typeId, spec.path("associationTypeId").asInt());
        if (type == null || !type.category().equals(spec.path("associationCategory").asText())) {
          throw notValid(spec, from.plural, "the other object");
        }
        ObjectType to = portal.requireType(type.to());
        CrmRecord end = to.find(id);
        if (end == null) {
          throw HubSpotError.notFound(id);
        }
        wishes.add(new Edges.Wish(end, type));
      }
    }
    return wishes;
  }

  static HubSpotError notValid(JsonNode spec, String from, String to) {
    return HubSpotError.badInput(
            spec.path("associationTypeId").asText()
                + " is not a valid association type between "
                + from
                + " and "
                + to)
        .subCategory("crm.associations.INVALID_ASSOCIATION_TYPE");
  }

  void link(CrmRecord from, List<Edges.Wish> wishes, Author author) {
    wishes.forEach(wish -> link(from, wish.to(), wish.type(), author));
  }

  /** Associates two records; a labelled association is a plain one as well. */
  void link(CrmRecord from, CrmRecord to, AssociationType type, Author author) {
    boolean first = portal.edges.ends(from, to.type).isEmpty();
    AssociationType plain = portal.associationTypes.plain(type.from(), type.to());
    if (plain != null) {
      put(from, to, plain);
    }
    AssociationType primary = portal.associationTypes.primary(type.from(), type.to());
    boolean becomesPrimary =
        type.primary()
            || (first
                && primary != null
                && to.type.typeId.equals(COMPANY)
                && portal.quirks.firstCompanyIsPrimary());
    if (becomesPrimary && primary != null) {
      makePrimary(from, to, primary);
    } else {
      put(from, to, type);
    }
    portal.webhooks.associated(from, to, false, becomesPrimary, author);
    portal.webhooks.associated(to, from, false, becomesPrimary, author);
    mirror(from);
    mirror(to);
  }

  private void makePrimary(CrmRecord from, CrmRecord to, AssociationType type) {
    boolean fromCompany = type.from().equals(COMPANY);
    CrmRecord company = fromCompany ? from : to;
    CrmRecord other = fromCompany ? to : from;
    AssociationType towards = fromCompany ? portal.associationTypes.inverse(type) : type;
    for (CrmRecord present : portal.edges.ends(other, company.type)) {
      drop(other, present, towards);
    }
    put(other, company, towards);
  }

  private void put(CrmRecord from, CrmRecord to, AssociationType type) {
    portal.edges.add(from, to, type.id());
    portal.edges.add(to, from, type.inverse());
  }

  private void drop(CrmRecord from, CrmRecord to, AssociationType type) {
    portal.edges.remove(from, to, type.id());
    portal.edges.remove(to, from, type.inverse());
  }

  /** Takes one label away; taking the plain association away takes all. */
  void unlink(CrmRecord from, CrmRecord to, AssociationType type, Author author) {
    if (type.label() == null) {
      unlink(from, to, author);
      return;
    }
    drop(from, to, type);
    mirror(from);
    mirror(to);
  }

  /** Takes everything between two records away. */
  void unlink(CrmRecord from, CrmRecord to, Author author) {
    if (portal.edges.types(from, to).isEmpty()) {
      return;
    }
    AssociationType primary = portal.associationTypes.primary(from.type.typeId, to.type.typeId);
    boolean wasPrimary = primary != null && portal.edges.types(from, to).contains(primary.id());
    portal.edges.remove(from, to);
    portal.edges.remove(to, from);
    portal.webhooks.associated(from, to, true, wasPrimary, author);
    portal.webhooks.associated(to, from, true, wasPrimary, author);
    mirror(from);
    mirror(to);
  }

  /** Gives one record all associations of another, which keeps none. */
  void move(CrmRecord loser, CrmRecord winner) {
    for (CrmRecord end : portal.edges.ends(loser)) {
      if (!end.equals(winner)) {
        boolean hasPrimary = primaryCompany(winner) != null;
        for (int typeId : portal.edges.types(loser, end)) {
          AssociationType type = portal.associationTypes.from(loser.type.typeId, typeId);
          if (type != null && !(type.primary() && hasPrimary)) {
            put(winner, end, type);
          }
        }
      }
    }
    forget(loser);
    mirror(winner);
  }

  void forget(CrmRecord record) {
    List<CrmRecord> ends = portal.edges.ends(record);
    portal.edges.forget(record);
    ends.forEach(this::mirror);
  }

  private @Nullable CrmRecord primaryCompany(CrmRecord record) {
    AssociationType primary = portal.associationTypes.primary(record.type.typeId, COMPANY);
    ObjectType companies = portal.types.get(COMPANY);
    if (primary == null || companies == null) {
      return null;
    }
    return portal.edges.ends(record, companies).stream()
        .filter(company -> portal.edges.types(record, company).contains(primary.id()))
        .findFirst()
        .orElse(null);
  }

  private void mirror(CrmRecord record) {
    if (!record.type.isContacts() || !record.isLive() || writes == null) {
      return;
    }
    CrmRecord company = primaryCompany(record);
    String shown = company == null ? "" : company.idText();
    String present = record.state.value("associatedcompanyid");
    if (!shown.equals(present == null ? "" : present)) {
      writes.mirror(record, Map.of("associatedcompanyid", shown));
    }
  }
}
