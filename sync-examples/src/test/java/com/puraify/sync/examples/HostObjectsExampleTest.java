package com.puraify.sync.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.notion.Notion;
import com.puraify.sync.examples.HostObjectsExample.Todo;
import com.puraify.sync.examples.HostObjectsExample.Todos;
import com.puraify.sync.testkit.notion.NotionSimulator;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import org.junit.jupiter.api.Test;

class HostObjectsExampleTest {

  @Test
  void objectsAndPages_becomeEqual() {
    try (NotionSimulator notion = NotionSimulator.start();
        SyncEngine engine = SyncEngine.builder().build()) {
      SimulatedDataSource pages = notion.addDatabase("Todos", schema -> schema.checkbox("Done"));
      pages.add("Water the plants");
      Todos todos = new Todos();
      String cat = todos.add(new Todo("Feed the cat", true));
      Entity remote =
          Notion.connect(Secret.of(notion.token())).baseUri(notion.baseUri()).dataSource("Todos");

      HostObjectsExample.sync(engine, todos, remote);

      assertThat(todos.all().values())
          .containsExactlyInAnyOrder(
              new Todo("Feed the cat", true), new Todo("Water the plants", false));
      assertThat(pages.page("Feed the cat").value("Done")).isEqualTo(true);

      pages.page("Feed the cat").set("Done", false);
      HostObjectsExample.sync(engine, todos, remote);

      assertThat(todos.all()).containsEntry(cat, new Todo("Feed the cat", false));
      assertThat(HostObjectsExample.sync(engine, todos, remote).syncedItems()).isZero();

      todos.all().remove(cat);
      HostObjectsExample.sync(engine, todos, remote);

      assertThat(pages.pages()).hasSize(1);
    }
  }

  @Test
  void main_runs() {
    HostObjectsExample.main(new String[0]);
  }
}
