package com.puraify.sync.testkit.notion;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;

/** Headers, versions, addresses and bodies of requests. */
class TransportTest extends Fixture {

  private HttpRequest.Builder bare(String path) {
    return HttpRequest.newBuilder(URI.create(sim.baseUri() + path));
  }

  @Test
  void missingVersion_isRefused() {
    ApiClient.Reply reply =
        ApiClient.send(bare("/v1/users/me").header("Authorization", "Bearer " + sim.token()));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("missing_version");
  }

  @Test
  void unknownVersion_isRefusedWithTheKnownOnes() {
    ApiClient.Reply reply =
        new ApiClient(sim.baseUri(), sim.token(), "2030-01-01").get("/v1/users/me");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message()).contains("2026-03-11", "2025-09-03", "2030-01-01");
  }

  @Test
  void missingToken_isUnauthorized() {
    ApiClient.Reply reply =
        ApiClient.send(bare("/v1/users/me").header("Notion-Version", ApiClient.NEWEST));

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.code()).isEqualTo("unauthorized");
    assertThat(reply.message()).isEqualTo("API token is invalid.");
  }

  @Test
  void wrongToken_isUnauthorized() {
    ApiClient.Reply reply =
        new ApiClient(sim.baseUri(), "ntn_wrong", ApiClient.NEWEST).get("/v1/users/me");

    assertThat(reply.status()).isEqualTo(401);
  }

  @Test
  void unknownPathOrMethod_isAnInvalidUrl() {
    ApiClient.Reply path = api.get("/v1/nowhere");
    ApiClient.Reply method = api.delete("/v1/pages/" + tasks.add("a").id());
    ApiClient.Reply version = api.get("/v2/users/me");

    assertThat(path.status()).isEqualTo(400);
    assertThat(path.code()).isEqualTo("invalid_request_url");
    assertThat(path.message()).isEqualTo("Invalid request URL.");
    assertThat(method.code()).isEqualTo("invalid_request_url");
    assertThat(version.code()).isEqualTo("invalid_request_url");
  }

  @Test
  void unparsableBody_isInvalidJson() {
    for (String body : new String[] {"{", "{'a':1} x", "nope", "{'a' 1}"}) {
      ApiClient.Reply reply = api.post("/v1/search", body);

      assertThat(reply.status()).as(body).isEqualTo(400);
      assertThat(reply.code()).isEqualTo("invalid_json");
      assertThat(reply.message()).isEqualTo("Error parsing JSON body.");
    }
  }

  @Test
  void bodyThatIsNoObject_isRefused() {
    assertThat(api.post("/v1/search", "[1]").message())
        .isEqualTo("body failed validation: body should be an object, instead was `[1]`.");
  }

  @Test
  void bodyWithoutJsonContentType_isInvalidJson() {
    ApiClient.Reply reply =
        ApiClient.send(
            bare("/v1/search")
                .header("Authorization", "Bearer " + sim.token())
                .header("Notion-Version", ApiClient.NEWEST)
                .POST(HttpRequest.BodyPublishers.ofString("{}")));

    assertThat(reply.code()).isEqualTo("invalid_json");
  }

  @Test
  void bodyOver500KB_isRefused() {
    String text = "x".repeat(500_001);

    ApiClient.Reply reply = api.post("/v1/search", "{'query':'" + text + "'}");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("validation_error");
    assertThat(reply.message()).contains("500 KB");
  }

  @Test
  void idThatIsNoUuid_isRefusedInNotionsWords() {
    ApiClient.Reply reply = api.get("/v1/pages/x");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message())
        .isEqualTo(
            "path failed validation: path.page_id should be a valid uuid, instead was `\"x\"`.");
  }

  @Test
  void undashedAndUpperCaseIds_areAcceptedAndAnsweredDashed() {
    SimulatedPage page = tasks.add("a");
    String hex = page.id().replace("-", "");

    assertThat(api.get("/v1/pages/" + hex).json().path("id").asText()).isEqualTo(page.id());
    assertThat(
            api.get("/v1/pages/" + hex.toUpperCase(java.util.Locale.ROOT))
                .json()
                .path("id")
                .asText())
        .isEqualTo(page.id());
  }

  @Test
  void unknownId_isNotFound() {
    String id = "00000000-0000-4000-8000-000000000000";

    ApiClient.Reply reply = api.get("/v1/pages/" + id);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.code()).isEqualTo("object_not_found");
    assertThat(reply.message())
        .isEqualTo(
            "Could not find page with ID: "
                + id
                + ". Make sure the relevant pages and databases are shared with your"
                + " integration.");
  }

  @Test
  void unknownQueryParameter_isRefused() {
    assertThat(api.get("/v1/users?limit=3").message())
        .isEqualTo(
            "query failed validation: query.limit should be not present, instead was `\"3\"`.");
  }

  @Test
  void oldVersion_onSeveralDataSources_getsTheDocumentedError() {
    SimulatedDataSource second = tasks.addSibling("More", schema -> {});
    ApiClient old = new ApiClient(sim.baseUri(), sim.token(), "2022-06-28");

    ApiClient.Reply reply = old.get("/v1/databases/" + tasks.databaseId());

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.message())
        .isEqualTo("Databases with multiple data sources are not supported in this API version.");
    assertThat(reply.json().path("additional_data").toString())
        .isEqualTo(
            ("{'error_type':'multiple_data_sources_for_database','database_id':'"
                    + tasks.databaseId()
                    + "','child_data_source_ids':['"
                    + tasks.id()
                    + "','"
                    + second.id()
                    + "'],'minimum_api_version':'2025-09-03'}")
                .replace('\'', '"'));
  }

  @Test
  void answers_carryRequestIdsInBodyAndHeader() {
    ApiClient.Reply reply = api.get("/v1/users/me");
    ApiClient.Reply error = api.get("/v1/nowhere");

    assertThat(reply.json().path("request_id").asText())
        .isEqualTo(reply.headers().firstValue("x-notion-request-id").orElseThrow());
    assertThat(error.json().path("request_id").asText()).hasSize(36);
  }

  @Test
  void chunkedBody_isRead() {
    HttpRequest.BodyPublisher chunked =
        HttpRequest.BodyPublishers.ofInputStream(
            () ->
                new java.io.ByteArrayInputStream(
                    "{\"query\":\"Tasks\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));

    ApiClient.Reply reply =
        ApiClient.send(
            bare("/v1/search")
                .header("Authorization", "Bearer " + sim.token())
                .header("Notion-Version", ApiClient.NEWEST)
                .header("Content-Type", "application/json")
                .POST(chunked));

    assertThat(reply.ids()).contains(tasks.id());
  }

  @Test
  void requests_areCountedByKind() {
    SimulatedPage page = tasks.add("a");
    sim.resetRequests();

    api.get("/v1/pages/" + page.id());
    api.get("/v1/pages/" + page.id());
    write(page, "{'Estimate':{'number':1}}");
    api.get("/v1/nowhere");

    assertThat(sim.requests()).isEqualTo(4);
    assertThat(sim.requests("GET /v1/pages/{page_id}")).isEqualTo(2);
    assertThat(sim.requestCounts())
        .containsOnlyKeys("GET /v1/pages/{page_id}", "PATCH /v1/pages/{page_id}", "GET (unknown)");
    assertThat(sim.requestLog().get(2).body()).contains("Estimate");
    assertThat(sim.requestLog().get(2).status()).isEqualTo(200);
    assertThat(sim.requestLog().get(3).status()).isEqualTo(400);
  }

  @Test
  void extraTokenOfABuilder_isTheOneAccepted() {
    try (NotionSimulator other = NotionSimulator.builder().token("ntn_mine").start()) {
      assertThat(
              new ApiClient(other.baseUri(), "ntn_mine", ApiClient.NEWEST)
                  .get("/v1/users/me")
                  .status())
          .isEqualTo(200);
    }
  }
}
