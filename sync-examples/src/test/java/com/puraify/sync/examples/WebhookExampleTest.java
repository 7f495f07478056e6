package com.puraify.sync.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncEngine;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.connectors.notion.Notion;
import com.puraify.sync.host.CredentialProvider;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.testkit.ManualTime;
import com.puraify.sync.testkit.MemoryEntity;
import com.puraify.sync.testkit.MemoryPlatform;
import com.puraify.sync.testkit.notion.NotionSimulator;
import com.puraify.sync.testkit.notion.SimulatedDataSource;
import com.puraify.sync.testkit.notion.SimulatedWebhooks;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Fields;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Value;
import com.sun.net.httpserver.HttpServer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class WebhookExampleTest {

  private final Map<String, Secret> kept = new ConcurrentHashMap<>();

  private final class Vault implements CredentialProvider {
    @Override
    public Optional<Secret> find(String project, String name) {
      return Optional.ofNullable(kept.get(project + "/" + name));
    }

    @Override
    public void store(String project, String name, Secret credential) {
      kept.put(project + "/" + name, credential);
    }

    @Override
    public boolean canStore() {
      return true;
    }
  }

  @Test
  void editInNotion_reachesTheTableByAWebhook() throws Exception {
    ManualTime time = ManualTime.advancing();
    MemoryEntity table =
        MemoryPlatform.named("table", time)
            .add(Schema.of("tasks", Field.of("title", FieldType.text())));
    try (NotionSimulator notion = NotionSimulator.builder().clock(time).start();
        SyncEngine engine =
            SyncEngine.builder().time(time).singleThreaded().credentials(new Vault()).build()) {
      SimulatedDataSource tasks = notion.addDatabase("Tasks", schema -> {});
      tasks.add("before");
      SyncConfig config =
          SyncConfig.between(
                  table,
                  Notion.connect(Secret.of(notion.token()))
                      .baseUri(notion.baseUri())
                      .dataSource("Tasks"))
              .id("tasks")
              .project("pf-1")
              .mapping(
                  SchemaMapping.builder().matchOn("title", "Name").field("title", "Name").build())
              .build();
      engine.sync(config).orThrow();
      engine.listen(config);
      HttpServer server = WebhookExample.server(engine, URI.create("https://hooks.example.com"), 0);
      server.start();
      try {
        URI address =
            URI.create("http://localhost:" + server.getAddress().getPort() + "/hooks/pf-1/notion");
        SimulatedWebhooks.Subscription hooks = notion.webhooks().subscribe(address);
        hooks.confirm(kept.get("pf-1/notion_webhook").reveal());
        tasks.page("before").set("Name", "after");
        time.advance(Duration.ofMinutes(1));

        assertThat(notion.webhooks().deliverDue())
            .isNotEmpty()
            .allMatch(attempt -> attempt.status() == 200);

        time.advance(SyncEngine.Builder.DEFAULT_WEBHOOK_DEBOUNCE);
        assertThat(engine.runDue()).hasSize(1);
        assertThat(table.items().values()).containsExactly(Fields.of("title", Value.text("after")));
      } finally {
        server.stop(0);
      }
    }
  }
}
