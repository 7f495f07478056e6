package com.puraify.sync.testkit.tck;

import com.puraify.sync.connector.EntitySession;
import com.puraify.sync.connector.Write;
import com.puraify.sync.connector.WriteResult;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** SCHEMA: the fields are what they are said to be. */
abstract class SchemaRules extends CapabilityRules {

  private static final int SAMPLES = 4;

  @Test
  void SCHEMA_1_fieldsIdSurvivesRenaming() {
    Field field = main();
    appliesIf(
        person().rename(field.id(), "Renamed by the kit"), "fields are known by their names alone");
    try (EntitySession later = person().entity().open(context())) {
      String name = later.schema().byId(field.id()).map(Field::name).orElse("");
      require(
          "SCHEMA-1",
          name.equals("Renamed by the kit"),
          "field id " + field.id(),
          later.schema()
              + " without that id and the new name after '"
              + field.name()
              + "' was renamed",
          "use the platform's stable id of a field, not its name");
    }
  }

  @Test
  void SCHEMA_2_whatIsWrittenReadsBackAsTheTypeSays() {
    String id = created("SCHEMA-2", 1);
    for (Field field : editable()) {
      if (field.unique()) {
        continue; // odd values may be other items' already
      }
      List<Value> values = new ArrayList<>(Samples.odd(field.type()));
      for (int i = 1; i <= SAMPLES; i++) {
        values.add(sample(field, i));
      }
      for (Value value : values) {
        if (write(update(id, field, value)) instanceof WriteResult.Done done) {
          readsBack("SCHEMA-2", done.id(), field, value.isNull() ? told(done, field) : value);
        }
      }
    }
  }

  /** A field that is emptied may fall back to its default, if that is told at once. */
  private static Value told(WriteResult.Done done, Field field) {
    Value after = done.after() == null ? null : done.after().fields().get(field.id());
    return after == null ? Value.NULL : after;
  }

  final void readsBack(String rule, String id, Field field, Value written) {
    Value read = found(rule, id).fields().get(field.id());
    require(
        rule,
        same(field, read, written),
        field.name() + " is " + field.type(),
        written + " was written, and " + read + " read back",
        "declare in the type what the platform makes of values, or reject those it alters");
  }

  @Test
  void SCHEMA_2_orderCountsWhereItIsDeclaredTo() {
    List<Field> lists =
        editable().stream()
            .filter(field -> field.type() instanceof FieldType.Many many && many.ordered())
            .toList();
    appliesIf(!lists.isEmpty(), "no field is an ordered list");
    String id = created("SCHEMA-2", 1);
    for (Field field : lists) {
      Value.Many forth = (Value.Many) sample(field, 1);
      List<Value> back = new ArrayList<>(forth.elements());
      java.util.Collections.reverse(back);
      done("SCHEMA-2", update(id, field, Value.many(back)));
      readsBack("SCHEMA-2", id, field, Value.many(back));
    }
  }

  @Test
  void SCHEMA_3_computedFieldsAreNeverWritten() {
    List<Field> derived = schema().fields().stream().filter(Field::derived).toList();
    for (Field field : derived) {
      require(
          "SCHEMA-3",
          !field.writable() && !field.creatable(),
          field.name() + " derived, " + field.access(),
          "a computed field that can be written",
          "make computed fields with Field.asDerived");
    }
    String id = created("SCHEMA-3", 1);
    for (Field field : editable()) {
      Value value = sample(field, 2);
      WriteResult result = write(update(id, field, value));
      require(
          "SCHEMA-3",
          result instanceof WriteResult.Done
              && same(field, found("SCHEMA-3", id).fields().get(field.id()), value),
          field.name() + " " + field.access(),
          result + ", and it reads " + found("SCHEMA-3", id).fields().get(field.id()),
          "declare a field that does not take what is written derived or read-only");
    }
  }

  @Test
  void SCHEMA_4_whatIsNotRequiredNeedNotBeGiven() {
    Fields.Builder least = Fields.builder();
    for (Field field : schema().fields()) {
      if (field.required() && field.creatable()) {
        least.put(field.id(), sample(field, 1));
      }
    }
    Write.Create create = create(least.build());
    WriteResult result = write(create);
    require(
        "SCHEMA-4",
        result instanceof WriteResult.Done,
        "required: " + create.fields().ids(),
        result + " for an item with just these fields",
        "declare the field that is missing as required");
  }

  @Test
  void SCHEMA_4_whatIsRequiredIsRefusedWithoutIt() {
    List<Field> required =
        creatable().stream().filter(field -> field.required() && field.creatable()).toList();
    appliesIf(!required.isEmpty(), "no field is required");
    for (Field field : required) {
      refused("SCHEMA-4", item(1).with(field.id(), Value.NULL), field.name() + " required");
    }
    require(
        "SCHEMA-4",
        person().items().isEmpty(),
        "required fields",
        "items that were created without them: " + brief(person().items()),
        "reject an item that lacks a required field");
  }

  /** Makes sure that an item is refused, alone or as a batch of one. */
  final void refused(String rule, Fields fields, String declared) {
    try {
      WriteResult result = write(create(fields));
      require(
          rule,
          !(result instanceof WriteResult.Done),
          declared,
          result + " for " + brief(fields),
          "reject what the schema says is not taken, or declare that it is");
    } catch (com.puraify.sync.error.ConnectorException e) {
      require(
          "WRITE-5",
          e.kind() == com.puraify.sync.error.ConnectorException.Kind.INVALID,
          declared,
          e + " of kind " + e.kind() + " for content that is refused",
          "throw kind INVALID for a batch that is refused for its content");
    }
  }
}
