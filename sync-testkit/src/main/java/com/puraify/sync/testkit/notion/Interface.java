package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What people can do: the part of the simulator behind its Java handles. */
final class Interface {
  final Workspace workspace;
  final PageWrites writes;
  final SchemaWrites schema;
  SimulatedUser actor;

  Interface(Workspace workspace) {
    this.workspace = workspace;
    this.writes = new PageWrites(workspace);
    this.schema = new SchemaWrites(workspace);
    this.actor = workspace.addUser("Ada Person", "ada@example.com", SimulatedUser.Kind.PERSON);
  }

  SimulatedPage addPage(Parent parent, String title) {
    return workspace.locked(
        () -> {
          Writing writing = new Writing(workspace, true);
          Map<String, JsonNode> values = Map.of("title", RichText.of(title));
          PageRecord page = writes.create(parent, Map.copyOf(values), writing, actor.id());
          return new SimulatedPage(this, page.id);
        });
  }

  SimulatedDataSource addDatabase(Parent parent, String title, Consumer<SchemaDraft> draft) {
    return workspace.locked(
        () -> {
          DatabaseRecord database =
              new DatabaseRecord(
                  workspace.ids.object(), parent, RichText.of(title), workspace.now());
          workspace.databases.put(database.id, database);
          return addDataSource(database, title, draft);
        });
  }

  SimulatedDataSource addDataSource(
      DatabaseRecord database, String title, Consumer<SchemaDraft> draft) {
    DataSourceRecord source =
        new DataSourceRecord(
            workspace.ids.object(), database.id, RichText.of(title), workspace.now(), actor.id());
    source.properties.add(new PropertySpec("title", "Name", "title"));
    database.dataSources.add(source);
    workspace.dataSources.put(source.id, source);
    draft.accept(new SchemaDraft(this, source));
    workspace.touched();
    return new SimulatedDataSource(this, source.id);
  }

  SimulatedDataSource dataSource(Predicate<DataSourceRecord> wanted, String what) {
    return workspace.locked(
        () -> {
          List<DataSourceRecord> found =
              workspace.dataSources.values().stream().filter(wanted).toList();
          if (found.size() != 1) {
            throw new IllegalArgumentException(
                found.size() + " data sources are called " + what + "; there must be one");
          }
          return new SimulatedDataSource(this, found.get(0).id);
        });
  }
}
