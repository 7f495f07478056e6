package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Connection.EntityName;
import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.value.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds types of objects by name or id. */
final class ObjectTypeFinder {

  private static final int LISTED = 20;

  private final HubSpotApi api;

  ObjectTypeFinder(HubSpotApi api) {
    this.api = api;
  }

  /**
   * Returns a type of objects.
   *
   * @param nameOrId a standard object's name; a custom object's name, label or fully qualified
   *     name; or an id
   * @throws ConnectorException of kind {@code NOT_FOUND} if nothing or more than one thing fits
   */
  ObjectType find(String nameOrId) {
    String name = nameOrId.strip();
    Optional<ObjectType> standard = ObjectType.standard(name);
    if (standard.isPresent()) {
      return standard.get();
    }
    if (ObjectType.isId(name)) {
      return ObjectType.custom(api.schema(HttpCall.segment(name)));
    }
    List<Json> schemas = api.schemas();
    return only(name, schemas, schema -> names(schema).contains(name))
        .or(() -> only(name, schemas, schema -> isLike(schema, name)))
        .map(ObjectType::custom)
        .orElseThrow(
            () ->
                new ConnectorException(
                    Kind.NOT_FOUND,
                    "HubSpot has no object type called '"
                        + name
                        + "'; take a standard one (contacts, companies, deals, tickets …) or one of"
                        + " these: "
                        + list(schemas)));
  }

  /**
   * Lists the contacts, companies, deals and tickets, and the custom objects as far as the token
   * may see them.
   */
  List<EntityName> all() {
    List<EntityName> names = new ArrayList<>();
    ObjectType.mainTypes().forEach(type -> names.add(new EntityName(type.id(), type.name())));
    List<Json> custom;
    try {
      custom = api.schemas();
    } catch (ConnectorException e) {
      if (e.kind() == Kind.PERMISSION) { // an account without custom objects, or not for us
        return names;
      }
      throw e;
    }
    for (Json schema : custom) {
      names.add(new EntityName(schema.at("objectTypeId").text(), schema.at("name").text()));
    }
    return names;
  }

  private static List<String> names(Json schema) {
    List<String> names = new ArrayList<>();
    for (Json each :
        List.of(
            schema.at("name"),
            schema.at("fullyQualifiedName"),
            schema.at("labels", "plural"),
            schema.at("labels", "singular"))) {
      if (each.isText()) {
        names.add(each.text());
      }
    }
    return names;
  }

  private static boolean isLike(Json schema, String name) {
    String simple = Schema.simplify(name);
    return names(schema).stream().anyMatch(each -> Schema.simplify(each).equals(simple));
  }

  private static Optional<Json> only(String name, List<Json> schemas, Predicate<Json> fits) {
    List<Json> fitting = schemas.stream().filter(fits).toList();
    if (fitting.size() > 1) {
      throw new ConnectorException(
          Kind.NOT_FOUND,
          fitting.size()
              + " of HubSpot's object types are called '"
              + name
              + "'; name the right one by its id: "
              + list(fitting));
    }
    return fitting.stream().findFirst();
  }

  private static String list(List<Json> schemas) {
    if (schemas.isEmpty()) {
      return "(there are no custom objects)";
    }
    String listed =
        schemas.stream()
            .limit(LISTED)
            .map(
                each ->
                    "'"
                        + each.at("name").textOrNull()
                        + "' "
                        + each.at("objectTypeId").textOrNull())
            .collect(Collectors.joining(", "));
    return schemas.size() <= LISTED
        ? listed
        : listed + " and " + (schemas.size() - LISTED) + " more";
  }
}
