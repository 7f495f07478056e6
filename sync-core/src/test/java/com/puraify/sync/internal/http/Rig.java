package com.puraify.sync.internal.http;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.puraify.sync.Priority;
import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.internal.budget.Budgets;
import com.puraify.sync.internal.budget.TestTime;
import com.puraify.sync.internal.run.RunContext;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;

/** An engine's machinery around HTTP calls, on time that passes by sleeping. */
final class Rig {

  static final String TOKEN = "s3cr3t-token";
  static final Json BODY = Json.object(members -> members.put("title", "Grüße 🙂"));

  final TestTime time = new TestTime();
  final AtomicBoolean cancelled = new AtomicBoolean();
  final Budgets budgets = new Budgets(time);
  final RunContext context =
      new RunContext(new HttpTransport(time), budgets, time, Priority.DEFAULT, cancelled::get);

  HttpSettings.Builder settings(URI uri) {
    return HttpSettings.builder("demo", "me", uri).bearer(Secret.of(TOKEN));
  }

  ConnectorException failure(HttpSettings settings, HttpCall call) {
    return catchThrowableOfType(ConnectorException.class, () -> context.http(settings).send(call));
  }

  ConnectorException failure(URI uri, HttpCall call) {
    return failure(settings(uri).build(), call);
  }
}
