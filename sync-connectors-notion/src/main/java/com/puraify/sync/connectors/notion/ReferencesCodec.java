package com.puraify.sync.connectors.notion;

import com.puraify.sync.connector.Json;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code people} and {@code relation}: a set of users, or of pages. */
final class ReferencesCodec implements PropertyCodec {

  /** How many people a page shows in one property, without saying that there are more. */
  private static final int SHOWN_PEOPLE = 25;

  private final FieldType.Reference element;
  private final FieldType.Many type;

  private ReferencesCodec(String entity) {
    this.element = new FieldType.Reference(entity);
    this.type = new FieldType.Many(element, false, Elements.MAX);
  }

  /** Returns the codec for people. */
  static ReferencesCodec people() {
    return new ReferencesCodec(FieldType.Reference.PEOPLE);
  }

  /**
   * Returns the codec for a relation.
   *
   * @param dataSource the id of the data source that it points to
   */
  static ReferencesCodec relation(String dataSource) {
    return new ReferencesCodec(dataSource);
  }

  @Override
  public FieldType type() {
    return type;
  }

  /** Returns the id of the data source that a relation points to, or null for people. */
  @Nullable String target() {
    return element.toPeople() ? null : element.entity();
  }

  @Override
  public Value read(Json content) {
    return Value.many(
        content.elements().stream()
            .map(each -> Value.reference(NotionIds.normal(each.at("id").text())))
            .toList());
  }

  @Override
  public boolean isTruncated(Json property) {
    return property.at("has_more").isTrue()
        || (element.toPeople() && property.at("people").elements().size() >= SHOWN_PEOPLE);
  }

  @Override
  public Json write(Value value) {
    Map<String, Json> distinct = new LinkedHashMap<>();
    for (Value each : Elements.of(value, "a set of references")) {
      if (!(each instanceof Value.Reference reference)) {
        throw PropertyCodec.wrongKind(each, "references");
      }
      String id =
          NotionIds.uuid(reference.id())
              .orElseThrow(
                  () ->
                      new UnwritableException(
                          "'"
                              + reference.id()
                              + "' is not the id of a "
                              + (element.toPeople() ? "user" : "page")
                              + "; Notion takes ids alone"));
      distinct.put(id, Json.object(o -> o.put("id", id)));
    }
    return Elements.array(distinct.values());
  }

  @Override
  public @Nullable List<List<Json>> conditions(Value value) {
    List<Value> elements = Elements.of(value, "a set of references");
    if (elements.isEmpty()) {
      return PropertyCodec.empty();
    }
    return elements.get(0) instanceof Value.Reference first
        ? PropertyCodec.condition("contains", Json.of(NotionIds.normal(first.id())))
        : null;
  }
}
