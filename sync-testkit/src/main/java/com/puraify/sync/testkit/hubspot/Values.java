package com.puraify.sync.testkit.hubspot;

import com.fasterxml.jackson.databind.JsonNode;
import com.puraify.sync.testkit.hubspot.HubSpotError.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What each type of property accepts, and the form it is kept in. */
final class Values {
  static final int LONGEST_TEXT = 65_536;

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d{1,40}(\\.\\d{0,40})?|\\.\\d{1,40})([eE][+-]?\\d{1,2})?");
  private static final Pattern EMAIL =
      Pattern.compile("[^\\s@;,<>()\"]+@([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,63}");
  private static final Pattern DOMAIN_FRONT = Pattern.compile("^[a-z]+://");

  private final Portal portal;
  private final ObjectType type;
  private final boolean validated;

  /** A value that is refused. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    Refused(PropertySpec property, String code, String message) {
      super(message, null, false, false);
      this.problem = new Problem(property.name, code, message);
    }

    Problem problem() {
      return problem;
    }
  }

  /**
   * Reads values of one type.
   *
   * @param validated whether the administrator's validation rules hold
   */
  Values(Portal portal, ObjectType type, boolean validated) {
    this.portal = portal;
    this.type = type;
    this.validated = validated;
  }

  /**
   * Returns the value to keep, or the empty text to clear the property.
   *
   * @param current what the property has now, or null
   */
  String accept(PropertySpec property, JsonNode given, @Nullable String current) throws Refused {
    if (given.isNull()) {
      return "";
    }
    if (!given.isValueNode()) {
      throw HubSpotError.badInput(
          "Invalid input JSON: Cannot deserialize value of type `java.lang.String` from "
              + (given.isArray() ? "Array" : "Object")
              + " value");
    }
    String text =
        given.isNumber() ? new BigDecimal(given.asText()).toPlainString() : given.asText();
    if (text.isEmpty()) {
      return "";
    }
    return switch (property.type) {
      case "number" -> number(property, text);
      case "bool" -> bool(property, text);
      case "enumeration" ->
          property.isChoices() ? choices(property, text, current) : choice(property, text);
      case "date" -> date(property, text);
      case "datetime" -> datetime(property, text);
      case "phone_number" -> text(property, phone(text));
      default -> string(property, text);
    };
  }

  private String string(PropertySpec property, String text) throws Refused {
    if (type.isEmail(property.name)) {
      return email(property, text);
    }
    if (property.name.equals("domain") && type.typeId.equals("0-2")) {
      return domain(text);
    }
    return text(property, property.fieldType.equals("phonenumber") ? phone(text) : text);
  }

  private String text(PropertySpec property, String text) throws Refused {
    if (text.length() > LONGEST_TEXT) {
      throw new Refused(
          property,
          "VALUE_TOO_LONG",
          "Property value is too long. Maximum length is " + LONGEST_TEXT + " characters.");
    }
    if (!validated) {
      return text;
    }
    String kept = property.trimmed ? text.strip() : text;
    if (property.longest > 0 && kept.length() > property.longest) {
      throw new Refused(
          property,
          "MAX_LENGTH",
          "The value of "
              + property.name
              + " may have "
              + property.longest
              + " characters at most.");
    }
    return kept;
  }

  private String email(PropertySpec property, String text) throws Refused {
    String email = text.strip().toLowerCase(Locale.ROOT);
    if (!EMAIL.matcher(email).matches()) {
      throw new Refused(property, "INVALID_EMAIL", "Email address " + text + " is invalid");
    }
    return email;
  }

  private static String domain(String text) {
    String bare = DOMAIN_FRONT.matcher(text.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
    int slash = bare.indexOf('/');
    bare = slash < 0 ? bare : bare.substring(0, slash);
    return bare.startsWith("www.") ? bare.substring(4) : bare;
  }

  private String phone(String text) {
    return portal.quirks.phonesFormatted() ? text.replaceAll("[^0-9+]", "") : text;
  }

  private String number(PropertySpec property, String text) throws Refused {
    if (!NUMBER.matcher(text).matches()) {
      throw new Refused(property, "INVALID_INTEGER", text + " was not a valid number.");
    }
    BigDecimal number = new BigDecimal(text);
    if (!portal.quirks.numbersReformatted()) {
      return text;
    }
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  private static String bool(PropertySpec property, String text) throws Refused {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!lower.equals("true") && !lower.equals("false")) {
      throw notAllowed(property, text, List.of("true", "false"));
    }
    return lower;
  }

  private String choice(PropertySpec property, String text) throws Refused {
    allowed(property, text);
    return text;
  }

  private String choices(PropertySpec property, String text, @Nullable String current)
      throws Refused {
    Set<String> chosen = new LinkedHashSet<>();
    if (text.startsWith(";") && current != null) {
      chosen.addAll(List.of(current.split(";", -1)));
    }
    for (String one : text.split(";", -1)) {
      if (!one.isBlank()) {
        allowed(property, one.strip());
        chosen.add(one.strip());
      }
    }
    return String.join(";", chosen);
  }

  private void allowed(PropertySpec property, String text) throws Refused {
    if ("OWNER".equals(property.referencedObjectType)) {
      if (!portal.owners.containsKey(text)) {
        throw new Refused(property, "INVALID_OWNER_ID", "Owner " + text + " does not exist");
      }
      return;
    }
    List<String> options = options(property);
    if (!options.contains(text)) {
      throw notAllowed(property, text, options);
    }
  }

  private List<String> options(PropertySpec property) {
    if (property.isPipeline() && !type.pipelines.isEmpty()) {
      return List.copyOf(type.pipelines.keySet());
    }
    if (property.isStage() && !type.pipelines.isEmpty()) {
      return type.pipelines.values().stream()
          .flatMap(pipeline -> pipeline.stages().stream())
          .map(Pipeline.Stage::id)
          .toList();
    }
    return property.options.stream().map(PropertySpec.Option::value).toList();
  }

  static Refused notAllowed(PropertySpec property, String text, List<String> options) {
    return new Refused(
        property,
        "INVALID_OPTION",
        text + " was not one of the allowed options: " + String.join(", ", options));
  }

  private static String date(PropertySpec property, String text) throws Refused {
    LocalDate day = Times.day(text);
    if (day != null) {
      return day.toString();
    }
    Instant instant = Times.isEpoch(text) ? Times.instant(text) : null;
    if (instant == null) {
      throw new Refused(property, "INVALID_DATE", text + " was not a valid date.");
    }
    LocalTime time = instant.atOffset(ZoneOffset.UTC).toLocalTime();
    if (!time.equals(LocalTime.MIDNIGHT)) {
      throw new Refused(property, "INVALID_DATE", text + " is at " + time + " UTC, not midnight!");
    }
    return instant.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  private static String datetime(PropertySpec property, String text) throws Refused {
    Instant instant = Times.instant(text);
    if (instant == null) {
      throw new Refused(property, "INVALID_LONG", text + " was not a valid long.");
    }
    return Times.value(Times.now(instant));
  }
}
