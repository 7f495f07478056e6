package com.puraify.sync.testkit.hubspot;

import com.puraify.sync.testkit.hubspot.Route.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** All endpoints of all versions. */
final class Routes {
  private final List<Route> all = new ArrayList<>();
  private final Portal portal;

  private Routes(Portal portal) {
    this.portal = portal;
  }

  static List<Route> of(
      Portal portal, Credentials credentials, RecordWrites writes, Removals removals, Links links) {
    Routes routes = new Routes(portal);
    RecordView view = new RecordView(portal);
    for (ApiVersion version : ApiVersion.values()) {
      routes.records(
          version,
          new RecordEndpoints(portal, writes, removals, view),
          new BatchEndpoints(portal, writes, removals, view),
          new SearchEndpoint(portal, view));
      routes.definitions(version);
      routes.associations(version, links);
      routes.tokens(version, new OAuthEndpoints(portal, credentials));
    }
    routes.webhooks(new WebhookEndpoints(portal.webhooks));
    return List.copyOf(routes.all);
  }

  private void records(
      ApiVersion version, RecordEndpoints single, BatchEndpoints batch, SearchEndpoint search) {
    String base = version.crm("objects") + "/{objectType}";
    String one = base + "/{objectId}";
    // Fixed words come before placeholders: the first route that fits is taken.
    add(version, "POST " + base + "/batch/read", Access.READ, batch::read);
    add(version, "POST " + base + "/batch/create", Access.WRITE, batch::create);
    add(version, "POST " + base + "/batch/update", Access.WRITE, batch::update);
    add(version, "POST " + base + "/batch/upsert", Access.WRITE, batch::upsert);
    add(version, "POST " + base + "/batch/archive", Access.WRITE, batch::archive);
    add(version, "POST " + base + "/search", RateLimit.SEARCH, Access.READ, search::search);
    add(version, "POST " + base + "/merge", Access.WRITE, single::merge);
    add(version, "POST " + base + "/gdpr-delete", Access.WRITE, single::gdprDelete);
    add(version, "GET " + base, Access.READ, single::list);
    add(version, "POST " + base, Access.WRITE, single::create);
    add(version, "GET " + one, Access.READ, single::get);
    add(version, "PATCH " + one, Access.WRITE, single::update);
    add(version, "DELETE " + one, Access.WRITE, single::archive);
  }

  private void definitions(ApiVersion version) {
    PropertyEndpoints properties = new PropertyEndpoints(portal);
    AccountEndpoints account = new AccountEndpoints(portal, properties);
    String base = version.crm("properties") + "/{objectType}";
    String one = base + "/{propertyName}";
    add(version, "GET " + base, Access.READ_SCHEMA, properties::list);
    add(version, "POST " + base, Access.WRITE_SCHEMA, properties::create);
    add(version, "POST " + base + "/batch/read", Access.READ_SCHEMA, properties::batchRead);
    add(version, "GET " + one, Access.READ_SCHEMA, properties::get);
    add(version, "PATCH " + one, Access.WRITE_SCHEMA, properties::update);
    add(version, "DELETE " + one, Access.WRITE_SCHEMA, properties::archive);
    String rules = version.crm("property-validations") + "/{objectType}";
    add(version, "GET " + rules, Access.READ_SCHEMA, properties::rules);
    String pipelines = version.crm("pipelines") + "/{objectType}";
    add(version, "GET " + pipelines, Access.READ_SCHEMA, account::pipelines);
    add(version, "GET " + pipelines + "/{pipelineId}", Access.READ_SCHEMA, account::pipeline);
    add(version, "GET " + version.crm("owners"), Access.OWNERS, account::owners);
    add(version, "GET " + version.crm("owners") + "/{ownerId}", Access.OWNERS, account::owner);
    schemas(version, version.schemas(), account);
    if (version == ApiVersion.CLASSIC) {
      schemas(version, "/crm/v3/schemas", account);
    }
  }

  private void schemas(ApiVersion version, String base, AccountEndpoints account) {
    add(version, "GET " + base, Access.ANY, account::schemas);
    add(version, "POST " + base, Access.ANY, account::createSchema);
    add(version, "GET " + base + "/{objectType}", Access.READ_SCHEMA, account::schema);
  }

  private void associations(ApiVersion version, Links links) {
    AssociationEndpoints single = new AssociationEndpoints(portal, links);
    AssociationBatches batch = new AssociationBatches(portal, links, single);
    String pair = version.crm("associations") + "/{fromObjectType}/{toObjectType}";
    link(version, "POST " + pair + "/batch/read", batch::read);
    link(version, "POST " + pair + "/batch/create", batch::create);
    link(version, "POST " + pair + "/batch/associate/default", batch::associate);
    link(version, "POST " + pair + "/batch/archive", batch::archive);
    link(version, "POST " + pair + "/batch/labels/archive", batch::archiveLabels);
    link(version, "GET " + pair + "/labels", single::labels);
    link(version, "POST " + pair + "/labels", single::addLabel);
    link(version, "PUT " + pair + "/labels", single::renameLabel);
    link(version, "DELETE " + pair + "/labels/{associationTypeId}", single::deleteLabel);
    String record = version.recordAssociations() + "/{fromObjectType}/{fromObjectId}/associations";
    String end = "/{toObjectType}/{toObjectId}";
    link(version, "PUT " + record + "/default" + end, single::linkPlainly);
    link(version, "GET " + record + "/{toObjectType}", single::list);
    link(version, "PUT " + record + end, single::link);
    link(version, "DELETE " + record + end, single::unlink);
  }

  private void tokens(ApiVersion version, OAuthEndpoints tokens) {
    open(version, "POST " + version.token(), tokens::detailedToken);
    open(version, "POST " + version.token() + "/introspect", tokens::introspect);
    open(version, "POST " + version.token() + "/revoke", tokens::revoke);
    if (version == ApiVersion.CLASSIC) {
      open(version, "POST /oauth/v1/token", tokens::token);
      open(version, "GET /oauth/v1/access-tokens/{token}", tokens::accessToken);
      String privateToken = "POST /oauth/v2/private-apps/get/access-token-info";
      add(version, privateToken, Access.ANY, tokens::privateToken);
      add(version, "GET /account-info/v3/details", Access.ANY, tokens::account);
    }
  }

  private void webhooks(WebhookEndpoints hooks) {
    ApiVersion version = ApiVersion.CLASSIC;
    String app = "/webhooks/v3/{appId}";
    String one = app + "/subscriptions/{subscriptionId}";
    open(version, "GET " + app + "/settings", hooks::settings);
    open(version, "PUT " + app + "/settings", hooks::configure);
    open(version, "DELETE " + app + "/settings", hooks::clear);
    open(version, "GET " + app + "/subscriptions", hooks::list);
    open(version, "POST " + app + "/subscriptions", hooks::create);
    open(version, "GET " + one, hooks::get);
    open(version, "PATCH " + one, hooks::update);
    open(version, "DELETE " + one, hooks::delete);
  }

  private void add(ApiVersion version, String kind, Access access, Function<Call, Reply> handler) {
    add(version, kind, RateLimit.GENERAL, access, handler);
  }

  private void link(ApiVersion version, String kind, Function<Call, Reply> handler) {
    Access access = kind.startsWith("GET ") || kind.endsWith("/read") ? Access.READ : Access.WRITE;
    add(version, kind, RateLimit.ASSOCIATIONS, access, handler);
  }

  private void open(ApiVersion version, String kind, Function<Call, Reply> handler) {
    add(version, kind, RateLimit.NONE, Access.OPEN, handler);
  }

  private void add(
      ApiVersion version,
      String kind,
      RateLimit limit,
      Access access,
      Function<Call, Reply> handler) {
    all.add(new Route(version, kind, limit, access, handler));
  }
}
