package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A type of objects. Immutable.
 *
 * @param id HubSpot's stable id of it, such as {@code 0-1}
 * @param name what people call it
 * @param required the properties without which an object cannot be created
 * @param associated the ids of the types whose associations are fields
 */
record ObjectType(String id, String name, Set<String> required, List<String> associated) {

  static final String CONTACT = "0-1";
  static final String COMPANY = "0-2";
  static final String DEAL = "0-3";
  static final String TICKET = "0-5";

  /** The types whose associations are fields of every entity. */
  private static final List<String> ALWAYS = List.of(CONTACT, COMPANY, DEAL, TICKET);

  private static final Pattern ID = Pattern.compile("\\d+-\\d+");

  private record Standard(String id, String plural, String singular) {}

  private static final List<Standard> STANDARD =
      List.of(
          new Standard(CONTACT, "contacts", "contact"),
          new Standard(COMPANY, "companies", "company"),
          new Standard(DEAL, "deals", "deal"),
          new Standard(TICKET, "tickets", "ticket"),
          new Standard("0-7", "products", "product"),
          new Standard("0-8", "line_items", "line_item"),
          new Standard("0-14", "quotes", "quote"),
          new Standard("0-18", "communications", "communication"),
          new Standard("0-27", "tasks", "task"),
          new Standard("0-46", "notes", "note"),
          new Standard("0-47", "meetings", "meeting"),
          new Standard("0-48", "calls", "call"),
          new Standard("0-49", "emails", "email"),
          new Standard("0-53", "invoices", "invoice"),
          new Standard("0-69", "subscriptions", "subscription"),
          new Standard("0-74", "goals", "goal"),
          new Standard("0-101", "payments", "payment"),
          new Standard("0-115", "users", "user"),
          new Standard("0-123", "orders", "order"),
          new Standard("0-136", "leads", "lead"),
          new Standard("0-142", "carts", "cart"),
          new Standard("0-162", "services", "service"),
          new Standard("0-410", "courses", "course"),
          new Standard("0-420", "listings", "listing"),
          new Standard("0-421", "appointments", "appointment"),
          new Standard("0-970", "projects", "project"));

  /** Copies the collections. */
  ObjectType {
    required = Set.copyOf(required);
    associated = List.copyOf(associated);
  }

  /** Returns whether a text has the form of a type's id. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** Returns the standard type that a name in the plural or singular, or an id, means. */
  static Optional<ObjectType> standard(String nameOrId) {
    String wanted = nameOrId.strip().toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
    return STANDARD.stream()
        .filter(
            each ->
                each.id.equals(nameOrId.strip())
                    || each.plural.equals(wanted)
                    || each.singular.equals(wanted))
        .findFirst()
        .map(each -> new ObjectType(each.id, each.plural, requiredOf(each.id), ALWAYS));
  }

  private static Set<String> requiredOf(String id) {
    return switch (id) {
      case DEAL -> Set.of("dealname", "dealstage");
      case TICKET -> Set.of("subject", "hs_pipeline_stage");
      default -> Set.of();
    };
  }

  /** Returns the contacts, companies, deals and tickets. */
  static List<ObjectType> mainTypes() {
    return ALWAYS.stream().map(id -> standard(id).orElseThrow()).toList();
  }

  /** Reads the definition of a custom object. */
  static ObjectType custom(Json schema) {
    String id = schema.at("objectTypeId").text();
    Set<String> associated = new LinkedHashSet<>(ALWAYS);
    for (Json each : schema.at("associations").elements()) {
      String from = Objects.requireNonNullElse(each.at("fromObjectTypeId").textOrNull(), "");
      String to = Objects.requireNonNullElse(each.at("toObjectTypeId").textOrNull(), "");
      if (from.equals(id) && isId(to)) {
        associated.add(to);
      }
    }
    Set<String> required = new LinkedHashSet<>();
    schema.at("requiredProperties").elements().forEach(each -> required.add(each.text()));
    return new ObjectType(id, schema.at("name").text(), required, List.copyOf(associated));
  }

  /** Returns this type, with associations to more types as fields. */
  ObjectType associatedWith(List<String> more) {
    Set<String> all = new LinkedHashSet<>(associated);
    all.addAll(more);
    return new ObjectType(id, name, required, new ArrayList<>(all));
  }

  /** Returns what stands for the type in paths. */
  String path() {
    return id;
  }

  /** Returns the property that holds when an object was last changed. */
  String modifiedProperty() {
    return id.equals(CONTACT) ? "lastmodifieddate" : "hs_lastmodifieddate";
  }

  /** Returns the property that holds when an object was created. */
  String createdProperty() {
    return ALWAYS.contains(id) ? "createdate" : "hs_createdate";
  }

  /** Returns what people call an associated type, as far as it is known without asking. */
  static String nameOf(String id) {
    return standard(id).map(ObjectType::name).orElse(id);
  }
}
