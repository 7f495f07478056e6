package com.puraify.sync.testkit.notion;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The control endpoint for tests in other languages. */
class ControlTest extends Fixture {

  private ApiClient.Reply control(String method, String path, String body) {
    return ApiClient.send(
        HttpRequest.newBuilder(URI.create(sim.baseUri() + "/__simulator" + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
  }

  @Test
  void fault_failsTheNextRequestsAndThenNoMore() {
    assertThat(control("POST", "/fault", "{'status':503,'count':2,'retryAfter':1}").status())
        .isEqualTo(200);

    for (int i = 0; i < 2; i++) {
      ApiClient.Reply reply = api.get("/v1/users/me");
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.code()).isEqualTo("service_unavailable");
      assertThat(reply.headers().firstValue("Retry-After")).contains("1");
    }
    assertThat(api.get("/v1/users/me").status()).isEqualTo(200);
  }

  @Test
  void jsonBody_isSentAsJson() {
    control("POST", "/fault", "{'status':400,'count':1,'retryAfter':4,'body':{'mine':[1]}}");

    ApiClient.Reply reply = api.get("/v1/users/me");

    assertThat(reply.text()).isEqualTo("{\"mine\":[1]}");
    assertThat(reply.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    assertThat(reply.headers().firstValue("Retry-After")).contains("4");
  }

  @Test
  void stringBody_isSentAsHtml() {
    control("POST", "/fault", "{'status':502,'count':1,'body':'<b>no</b>'}");

    ApiClient.Reply reply = api.get("/v1/users/me");

    assertThat(reply.text()).isEqualTo("<b>no</b>");
    assertThat(reply.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{'count':1}",
        "{'status':503}",
        "{'status':'503','count':1}",
        "{'status':200,'count':1}",
        "{'status':600,'count':1}",
        "{'status':503,'count':0}",
        "{'status':503,'count':1.5}",
        "{'status':503,'count':1,'retryAfter':-1}",
        "{'status':503,'count':1,'retryAfter':'1'}",
        "{'status':503,'count':1,'delay':1}"
      })
  void badInput_isRefusedWithAReason(String body) {
    ApiClient.Reply reply = control("POST", "/fault", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("error").asText()).isNotEmpty();
    assertThat(api.get("/v1/users/me").status()).isEqualTo(200);
  }

  @Test
  void unknownControlPath_isRefused() {
    assertThat(control("GET", "/nothing", "").status()).isEqualTo(400);
  }

  @Test
  void counters_areReadAndReset() {
    api.get("/v1/users/me");
    api.get("/v1/users/me");

    assertThat(control("GET", "/requests", "").text())
        .isEqualTo("{\"total\":2,\"kinds\":{\"GET /v1/users/me\":2}}");
    assertThat(control("DELETE", "/requests", "").json().path("total").intValue()).isZero();
    control("POST", "/fault", "{'status':503,'count':2}");
    control("DELETE", "/fault", "");
    assertThat(api.get("/v1/users/me").status()).isEqualTo(200);
  }
}
