package com.puraify.sync.testkit.airtable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A base as people see it. A handle: it holds no state of its own. Thread-safe. */
public final class SimulatedBase {
  private final People people;
  private final String id;

  SimulatedBase(People people, String id) {
    this.people = people;
    this.id = id;
  }

  /** Returns the id of the base, {@code app…}. */
  public String id() {
    return id;
  }

  /** Returns the name. */
  public String name() {
    return people.read(id, base -> base.name);
  }

  /** Gives the base another name. */
  public void rename(String name) {
    people.read(id, base -> base.name = name);
  }

  /** Sets what the owner of the tokens may do in the base. */
  public void permit(Permission permission) {
    people.read(id, base -> base.permission = permission);
  }

  /** Adds a table with the field {@value TableDraft#PRIMARY} alone. */
  public SimulatedTable addTable(String name) {
    return addTable(name, draft -> {});
  }

  /** Adds a table. */
  public SimulatedTable addTable(String name, Consumer<TableDraft> fields) {
    return people.act(
        id,
        transaction -> {
          SchemaWrites schema = new SchemaWrites(transaction);
          TableRecord table = schema.addTable(name);
          TableDraft draft = new TableDraft(schema, table);
          fields.accept(draft);
          draft.complete();
          return new SimulatedTable(people, id, table.id);
        });
  }

  /**
   * Returns the table with this name or id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SimulatedTable table(String nameOrId) {
    return people.read(
        id,
        base -> {
          TableRecord table = base.find(nameOrId);
          if (table == null) {
            throw new IllegalArgumentException(base.name + " has no table " + nameOrId);
          }
          return new SimulatedTable(people, id, table.id);
        });
  }

  /** Returns the tables. */
  public List<SimulatedTable> tables() {
    return people.read(
        id,
        base -> base.tables.keySet().stream().map(t -> new SimulatedTable(people, id, t)).toList());
  }

  /** Returns the ids of the webhooks, expired ones included. */
  public List<String> webhooks() {
    return people.read(id, base -> base.webhooks.stream().map(hook -> hook.id).toList());
  }

  /**
   * Breaks every webhook: its log ends with a payload of this error code, such as {@code
   * INVALID_HOOK}, and grows no more.
   */
  public void breakWebhooks(String code) {
    people.read(
        id,
        base -> {
          Instant now = people.workspace.now();
          for (WebhookRecord webhook : base.webhooks) {
            ObjectNode payload = Json.object().put("timestamp", Times.shown(now));
            payload.put("baseTransactionNumber", base.transactions).put("payloadFormat", "v0");
            webhook.add(now, payload.put("error", true).put("code", code));
            webhook.enabled = false;
          }
          return true;
        });
  }

  /** Two handles are equal when they are of the same base. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SimulatedBase base && base.id.equals(id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "base " + id;
  }
}
