package com.puraify.sync.connectors.airtable;

import com.puraify.sync.connector.ConnectorContext;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.connector.EntitySession;
import org.jspecify.annotations.Nullable;

/**
 * A table, not yet looked for.
 *
 * @param connection the account through which it is reached
 * @param name what it is called by: see {@link AirtableConnection#table}
 */
record AirtableEntity(AirtableConnection connection, String name) implements Entity {

  @Override
  public String platform() {
    return Airtable.PLATFORM;
  }

  @Override
  public EntitySession open(ConnectorContext context) {
    Table table = connection.finder(context).find(name);
    AirtableApi api = new AirtableApi(connection.calls(context, table.base()), table);
    String webhook = connection.webhook();
    @Nullable ChangeLog log = webhook == null ? null : ChangeLog.find(api, table, webhook);
    return new AirtableSession(
        new EntityKey(Airtable.PLATFORM, connection.account(), table.key()),
        connection.capabilities(log != null && !table.isComputing()),
        api,
        table,
        log);
  }
}
