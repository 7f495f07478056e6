package com.puraify.sync.examples;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.HostEntity;
import com.puraify.sync.error.GuardException;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.Plan;
import com.puraify.sync.report.SyncReport;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Item;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks at what a sync would do before it does it, and meets a safety limit. */
public final class PreviewAndApplyExample {

  private static final int PRODUCTS = 30;
  private static final int SOLD_OUT = 12;

  private final Map<String, String> shop = new TreeMap<>();
  private final Map<String, String> catalogue = new TreeMap<>();

  /** Prepares a shop with products and an empty catalogue. */
  PreviewAndApplyExample() {
    for (int i = 1; i <= PRODUCTS; i++) {
      shop.put("s" + i, "Product " + i);
    }
  }

  Map<String, String> shop() {
    return shop;
  }

  Map<String, String> catalogue() {
    return catalogue;
  }

  /** Tells the whole story. */
  void run(PrintStream out) {
    SyncConfig config =
        SyncConfig.between(products("shop", "s", shop), products("catalogue", "c", catalogue))
            .id("products")
            .mapping(SchemaMapping.builder().matchOn("name", "name").build())
            .build();
    try (SyncEngine engine = SyncEngine.builder().build()) {
      Plan first = engine.plan(config); // reads both sides, writes nothing
      out.println(first.describe());
      out.println("The catalogue still holds " + catalogue.size() + " products.");
      out.println(engine.apply(first).orThrow().toJson());

      for (int i = 1; i <= SOLD_OUT; i++) {
        shop.remove("s" + i);
      }
      SyncReport stopped = engine.sync(config); // too many deletes at once: it asks
      out.println(stopped.toJson());

      Plan second = engine.plan(config);
      out.println(second.describe());
      try {
        engine.apply(second);
      } catch (GuardException e) {
        out.println("Not applied: " + e.getMessage());
      }
      out.println(engine.apply(second.approve()).orThrow().toJson());
      out.println("The catalogue holds " + catalogue.size() + " products.");
    }
  }

  /** Returns products as an entity; each side gives its own ids. */
  private static Entity products(String name, String prefix, Map<String, String> byId) {
    return HostEntity.named(name, Schema.of(name, Field.of("name", FieldType.text())))
        .list(() -> byId.entrySet().stream().map(e -> item(e.getKey(), e.getValue())).toList())
        .save(
            (id, fields) -> {
              String saved = id == null ? prefix + "-" + (byId.size() + 1) : id;
              if (fields.get("name") instanceof Value.Text text) {
                byId.put(saved, text.value());
              }
              return item(saved, byId.getOrDefault(saved, ""));
            })
        .delete(byId::remove)
        .find(id -> Optional.ofNullable(byId.get(id)).map(product -> item(id, product)))
        .build();
  }

  private static Item item(String id, String name) {
    return Item.of(id, Fields.of("name", Value.text(name)));
  }

  /** Runs the example. */
  public static void main(String[] args) {
    new PreviewAndApplyExample().run(System.out);
  }
}
