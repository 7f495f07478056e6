package com.puraify.sync.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.puraify.sync.connector.HttpCall;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.Secret;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No secret, header or body shows up in an exception or in the log, however a call ends. */
class SecrecyTest {

  private static final String BODY_SECRET = "b0dy-s3cr3t";
  private static final String QUERY_SECRET = "qu3ry-s3cr3t";
  private static final String HEADER_SECRET = "h3ader-s3cr3t";
  private static final List<String> SECRETS =
      List.of(Rig.TOKEN, BODY_SECRET, QUERY_SECRET, HEADER_SECRET);

  private final PrintStream standardError = System.err;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final TestServer server = new TestServer();
  private final Rig rig = new Rig();

  @BeforeEach
  void listen() {
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8)); // where slf4j-simple writes
  }

  @AfterEach
  void stop() {
    System.setErr(standardError);
    server.close();
  }

  private static HttpCall call(String method) {
    HttpCall call =
        method.equals("GET") ? HttpCall.get("/pages") : HttpCall.post("/pages", Rig.BODY);
    return call.parameter("token", QUERY_SECRET).header("X-Key", HEADER_SECRET);
  }

  @Test
  void failuresAndLogs_showNoSecret() {
    String echo = "{\"message\":\"bad token " + Rig.TOKEN + "\",\"body\":\"" + BODY_SECRET + "\"}";
    for (int status : new int[] {400, 401, 403, 404, 409, 302, 418, 500}) {
      server.then(status, echo, "X-Echo", HEADER_SECRET);
      server.then(status, echo, "X-Echo", HEADER_SECRET);
    }
    server.then(200, "not json: " + BODY_SECRET).then(200, "{\"" + BODY_SECRET + "\":1,}");
    server.then(200, "{\"" + BODY_SECRET + "\":1,\"" + BODY_SECRET + "\":2}");
    HttpSettings settings = rig.settings(server.uri()).attempts(1).build();

    List<Throwable> failures = new ArrayList<>();
    for (int i = 0; i < 19; i++) {
      HttpCall call = call(i % 2 == 0 ? "GET" : "POST");
      failures.add(catchThrowable(() -> rig.context.http(settings).send(call)));
    }
    URI gone = server.uri();
    server.close();
    failures.add(
        catchThrowable(
            () -> rig.context.http(rig.settings(gone).attempts(1).build()).send(call("POST"))));
    failures.add(
        catchThrowable(
            () ->
                rig.context
                    .http(
                        HttpSettings.builder("demo", "me", gone)
                            .bearer(Secret.of(Rig.TOKEN + "\n"))
                            .build())
                    .send(call("POST"))));

    assertThat(failures).hasSize(21).doesNotContainNull();
    for (Throwable failure : failures) {
      assertThat(Traces.of(failure)).doesNotContain(SECRETS);
    }
    String logged = log.toString(StandardCharsets.UTF_8);
    assertThat(logged).contains("demo POST /pages: 400").doesNotContain(SECRETS);
  }
}
