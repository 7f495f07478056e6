package com.puraify.sync.connectors.hubspot;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds the codec for each kind of property. */
final class PropertyTypes {

  private static final String OWNER = "OWNER";

  private PropertyTypes() {}

  /**
   * Reads the definition of a property.
   *
   * @throws com.puraify.sync.error.ConnectorException of kind {@code PROTOCOL} if it is none
   */
  static Property read(ObjectType type, Json json) {
    String name = json.at("name").text();
    PropertyCodec codec = codec(type, name, json);
    String label = Objects.requireNonNullElse(json.at("label").textOrNull(), "");
    Field field = Field.of(name, label.isBlank() ? name : label, codec.type());
    if (json.at("hasUniqueValue").isTrue() || isAddress(type, name)) {
      field = field.asUnique();
    }
    if (isComputed(json) || codec instanceof RawCodec) {
      return new Property(name, codec, field.asDerived());
    }
    return new Property(name, codec, type.required().contains(name) ? field.asRequired() : field);
  }

  private static boolean isComputed(Json json) {
    return json.at("calculated").isTrue()
        || json.at("modificationMetadata", "readOnlyValue").isTrue();
  }

  /** A contact's address identifies it, whatever its definition says. */
  static boolean isAddress(ObjectType type, String name) {
    return type.id().equals(ObjectType.CONTACT) && name.equals("email");
  }

  private static PropertyCodec codec(ObjectType type, String name, Json json) {
    String kind = json.at("type").text();
    String form = Objects.requireNonNullElse(json.at("fieldType").textOrNull(), "");
    boolean several = kind.equals("enumeration") && form.equals("checkbox");
    Optional<String> target = target(json);
    if (target.isPresent()) {
      return several ? new ReferencesCodec(target.get()) : new ReferenceCodec(target.get());
    }
    return switch (kind) {
      case "string", "phone_number" -> new TextCodec(isAddress(type, name));
      case "number" -> new NumberCodec();
      case "bool" -> new BoolCodec();
      case "date" -> new DayCodec();
      case "datetime" -> new MomentCodec();
      case "enumeration" -> {
        Options options = new Options(json);
        yield several
            ? new ChoicesCodec(options)
            : form.equals("booleancheckbox") && options.areTruthValues()
                ? new BoolCodec()
                : new ChoiceCodec(options);
      }
      default -> new RawCodec();
    };
  }

  private static Optional<String> target(Json json) {
    String referenced = json.at("referencedObjectType").textOrNull();
    if (referenced == null) {
      return Optional.empty();
    }
    return switch (referenced) {
      case OWNER -> Optional.of(FieldType.Reference.PEOPLE);
      case "CONTACT" -> Optional.of(ObjectType.CONTACT);
      case "COMPANY" -> Optional.of(ObjectType.COMPANY);
      case "DEAL" -> Optional.of(ObjectType.DEAL);
      case "TICKET" -> Optional.of(ObjectType.TICKET);
      default -> Optional.empty();
    };
  }

  /** Returns the texts of a list of options, by the name of the member that holds them. */
  static List<String> options(Json json, String member) {
    return json.at("options").elements().stream()
        .map(option -> option.at(member).textOrNull())
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }
}
