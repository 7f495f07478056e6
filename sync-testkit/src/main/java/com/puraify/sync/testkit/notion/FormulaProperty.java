package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * {@code formula}: computed by the Java function that the test gave with it. Notion's formula
 * language is not interpreted: a formula that came over the API reads as {@code unsupported}.
 */
final class FormulaProperty implements PropertyType {

  @Override
  public JsonNode show(Reading reading, PropertySpec property) {
    PropertySpec.Formula formula = property.formula;
    if (formula == null || formula.function() == null) {
      ObjectNode unsupported = Json.object().put("type", "unsupported");
      unsupported.putObject("unsupported");
      return unsupported;
    }
    ObjectNode shown = Json.object().put("type", formula.type());
    Object value = logical(reading, property);
    return shown.set(formula.type(), value == null ? Json.nothing() : node(formula.type(), value));
  }

  private static JsonNode node(String type, Object value) {
    return switch (type) {
      case "number" -> Json.number(((BigDecimal) value).doubleValue());
      case "boolean" -> Json.object().booleanNode((Boolean) value);
      case "date" ->
          Json.object().put("start", value.toString()).putNull("end").putNull("time_zone");
      default -> Json.text(value.toString());
    };
  }

  @Override
  public @Nullable Object logical(Reading reading, PropertySpec property) {
    PropertySpec.Formula formula = property.formula;
    if (formula == null || formula.function() == null) {
      return null;
    }
    Object value =
        formula
            .function()
            .apply(new SimulatedPage(reading.workspace().people(), reading.page().id));
    return value instanceof Number number ? decimal(number) : value;
  }

  private static BigDecimal decimal(Number number) {
    return NumberProperty.plain(Json.number(number.doubleValue()));
  }

  @Override
  public JsonNode config(Workspace workspace, PropertySpec property) {
    String expression = property.formula == null ? "" : property.formula.expression();
    return Json.object().put("expression", expression);
  }
}
