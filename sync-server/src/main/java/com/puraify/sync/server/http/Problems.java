package com.puraify.sync.server.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.error.GuardException;
import com.puraify.sync.error.MappingException;
import com.puraify.sync.error.PermissionDeniedException;
import com.puraify.sync.error.StateException;
import com.puraify.sync.error.SyncCancelledException;
import com.puraify.sync.error.SyncException;
import com.puraify.sync.server.http.ProblemException.Finding;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where errors become answers: {@code application/problem+json}, never HTML. */
public final class Problems {

  /** The media type of problem documents. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final Logger LOG = LoggerFactory.getLogger("com.puraify.sync.server");

  /** Members of the document that an error names by their builder's setter. */
  private static final Set<String> MEMBERS =
      Set.of("source_platform", "source_entity", "target_entity", "schedule", "connector_options");

  private Problems() {}

  /** Has every error of a route answered. */
  public static void register(RoutesConfig routes) {
    routes.exception(ProblemException.class, (problem, context) -> answer(context, problem));
    routes.exception(SyncException.class, (error, context) -> answer(context, of(error)));
    routes.exception(HttpResponseException.class, (error, ctx) -> answer(ctx, of(error, ctx)));
    routes.exception(Exception.class, (error, context) -> answer(context, mistake(error, context)));
  }

  /** Answers what is no exception but an error of the virtual machine, such as want of memory. */
  public static void answer(HttpServletResponse response, Error error) {
    LOG.error("a request failed", error);
    ProblemException problem = mistake();
    response.setStatus(problem.type().status());
    response.setContentType(MEDIA_TYPE);
    try {
      response.getOutputStream().write(document(problem));
    } catch (IOException e) {
      LOG.debug("the client left", e);
    }
  }

  /** Returns the problem document's text. */
  public static byte[] document(ProblemException problem) {
    ObjectNode node = JsonText.object();
    node.put("type", problem.type().uri());
    node.put("title", problem.type().title());
    node.put("status", problem.type().status());
    node.put("detail", problem.detail());
    node.put("action", problem.action());
    if (!problem.findings().isEmpty()) {
      ArrayNode all = node.putArray("problems");
      for (Finding finding : problem.findings()) {
        all.addObject().put("pointer", finding.pointer()).put("message", finding.message());
      }
    }
    return JsonText.bytes(node);
  }

  private static void answer(Context context, ProblemException problem) {
    if (context.res().isCommitted()) {
      return; // an event stream that broke off; its client sees the end of it
    }
    problem.headers().forEach(context::header);
    context
        .status(problem.type().status())
        .contentType(MEDIA_TYPE)
        .header("Cache-Control", "no-store")
        .result(document(problem));
  }

  /** Returns the problem that an error of the engine is. */
  public static ProblemException of(SyncException error) {
    if (error instanceof ConfigurationException configuration) {
      return invalidDocument(configuration);
    }
    String what = said(error);
    ProblemException problem;
    if (error instanceof MappingException mapping) {
      problem =
          ProblemException.of(
                  ProblemType.INVALID_DOCUMENT,
                  "the mapping cannot work against the fields as they are",
                  "change /mapping as each of the problems says")
              .with(
                  mapping.problems().stream().map(each -> new Finding("/mapping", each)).toList());
    } else if (error instanceof PermissionDeniedException) {
      problem =
          ProblemException.of(
              ProblemType.FORBIDDEN, what, "have the run permitted where permission is given");
    } else if (error instanceof GuardException) {
      problem =
          ProblemException.of(
              ProblemType.CONFLICT, what, "look at the open cases, and approve if it is right");
    } else if (error instanceof StateException) {
      problem =
          ProblemException.of(
                  ProblemType.UNAVAILABLE, what, "do what the detail says, or try again later")
              .with("Retry-After", "10");
    } else if (error instanceof SyncCancelledException) {
      problem =
          ProblemException.of(
                  ProblemType.UNAVAILABLE, what, "ask again once the server is up, if it is meant")
              .with("Retry-After", "10");
    } else if (error instanceof ConnectorException connector) {
      problem = ofPlatform(connector, what);
    } else {
      problem = ProblemException.of(ProblemType.INVALID_DOCUMENT, what, "change what it names");
    }
    return problem.because(error);
  }

  /** Returns the problem of a document with all that is wrong with it. */
  private static ProblemException invalidDocument(ConfigurationException error) {
    List<Finding> findings =
        error.problems().stream()
            .map(each -> new Finding(pointer(each.where()), each.message()))
            .toList();
    return ProblemException.of(
            ProblemType.INVALID_DOCUMENT,
            findings.size() == 1 ? "one thing is wrong" : findings.size() + " things are wrong",
            "mend what each of the problems points to, and send it again")
        .with(findings)
        .because(error);
  }

  private static String pointer(String where) {
    return MEMBERS.contains(where) ? "/" + where : where.startsWith("/") ? where : "";
  }

  private static ProblemException ofPlatform(ConnectorException error, String what) {
    return switch (error.kind()) {
      case AUTHENTICATION, PERMISSION ->
          ProblemException.of(
              ProblemType.PLATFORM_REFUSED, what, "have the account's owner connect it again");
      case NOT_FOUND, INVALID, STALE, UNSUPPORTED ->
          ProblemException.of(
              ProblemType.PLATFORM_REFUSED, what, "change what the detail names, and try again");
      case RATE_LIMITED, QUOTA, UNAVAILABLE ->
          ProblemException.of(ProblemType.UNAVAILABLE, what, "try again after a while")
              .with("Retry-After", seconds(error.retryAfter().orElse(Duration.ofMinutes(1))));
      case TIMEOUT ->
          ProblemException.of(ProblemType.PLATFORM_TIMEOUT, what, "try again after a while");
      case PROTOCOL ->
          ProblemException.of(
              ProblemType.PLATFORM_FAILED, what, "try again; if it stays, report it to the vendor");
    };
  }

  private static String seconds(Duration wait) {
    return String.valueOf(Math.max(1, wait.plusMillis(999).toSeconds()));
  }

  /** Returns the problem that the web server found: no such path, another method. */
  private static ProblemException of(HttpResponseException error, Context context) {
    ProblemType type = ProblemType.of(error.getStatus());
    String request = context.method() + " " + context.path();
    return switch (type) {
      case NOT_FOUND ->
          ProblemException.of(
              type, "there is nothing at " + request, "see /openapi.json for what there is");
      case METHOD_NOT_ALLOWED -> {
        Set<String> allowed = new TreeSet<>();
        error
            .getDetails()
            .values()
            .forEach(list -> allowed.addAll(List.of(list.split(",\\s*", -1))));
        String methods = String.join(", ", allowed);
        yield ProblemException.of(
                type, request + " is not there, but " + methods + " is", "use " + methods)
            .with("Allow", methods);
      }
      default -> ProblemException.of(type, said(error), "mend the request; see /openapi.json");
    };
  }

  private static ProblemException mistake(Exception error, Context context) {
    LOG.error("{} {} failed", context.method(), context.path(), error);
    return mistake();
  }

  private static ProblemException mistake() {
    return ProblemException.of(
        ProblemType.INTERNAL,
        "the server failed on this request; its log says why",
        "try again; if it stays, report it with the time of the request");
  }

  private static String said(Throwable error) {
    String message = error.getMessage();
    return message == null ? error.getClass().getSimpleName() : message;
  }
}
