package com.puraify.sync.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.puraify.sync.Priority;
import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.Json;
import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.ConnectorException.Kind;
import com.puraify.sync.internal.budget.Budgets;
import com.puraify.sync.internal.budget.TestTime;
import com.puraify.sync.internal.run.RunContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpCallsTest {

  private static final Json BODY = Json.object(members -> members.put("title", "Grüße 🙂"));

  private final TestServer server = new TestServer();
  private final TestTime time = new TestTime();
  private final RunContext context =
      new RunContext(
          new HttpTransport(time), new Budgets(time), time, Priority.DEFAULT, () -> false);

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpSettings.Builder settings() {
    return HttpSettings.builder("demo", "me", server.uri()).bearer(Secret.of("s3cr3t-token"));
  }

  private HttpAnswer send(HttpCall call) {
    return context.http(settings().build()).send(call);
  }

  private ConnectorException failure(HttpCall call) {
    return catchThrowableOfType(ConnectorException.class, () -> send(call));
  }

  @Test
  void call_goesOutWithHeadersAndBody_andComesBackAsJson() {
    server.then(201, "{\"id\":\"p1\",\"n\":1.10}", "X-Request-Id", "r1");

    HttpAnswer answer = send(HttpCall.post("/pages", BODY).header("X-Version", "2"));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body().at("id").text()).isEqualTo("p1");
    assertThat(answer.header("x-request-id")).contains("r1");
    assertThat(answer.serverTime()).isPresent();
    TestServer.Request request = server.requests().get(0);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.uri()).isEqualTo("/v1/pages");
    assertThat(request.body()).isEqualTo("{\"title\":\"Grüße 🙂\"}");
    assertThat(request.header("Authorization")).isEqualTo("Bearer s3cr3t-token");
    assertThat(request.header("X-Version")).isEqualTo("2");
    assertThat(request.header("Content-Type")).isEqualTo("application/json");
    assertThat(request.header("Accept-Encoding")).isEqualTo("gzip");
    assertThat(request.header("User-Agent")).matches("puraify-sync/[0-9]+\\.[0-9]+.*");
  }

  @Test
  void emptyBody_isMissing() {
    server.then(204, "");

    assertThat(send(HttpCall.delete("/pages/p1")).body().isMissing()).isTrue();
  }

  @Test
  void serverError_ofRepeatableCall_isTriedAgain() {
    server.then(503, "").then(502, "<html>").then(200, "{}");

    assertThat(send(HttpCall.get("/pages")).status()).isEqualTo(200);
    assertThat(server.requests()).hasSize(3);
    assertThat(context.calls()).containsEntry("demo", 3L);
  }

  @Test
  void serverError_ofOtherCall_isNeverTriedAgain() {
    server.then(503, "");

    ConnectorException failure = failure(HttpCall.post("/pages", BODY));

    assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure.effectPossible()).isTrue();
    assertThat(server.requests()).hasSize(1);
  }
}
