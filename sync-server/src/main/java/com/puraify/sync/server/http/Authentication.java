package com.puraify.sync.server.http;

import com.puraify.sync.connector.Secret;
import io.javalin.http.Context;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The one place where it is decided who may call.
 *
 * <p>With a token, whoever sends it as a bearer token (RFC 6750). Without one, which is possible on
 * loopback alone, whoever is on this machine: then a browser must not be a way in for pages of the
 * web, so the host that it believes to speak to has to be this machine, and so has the page's own.
 */
public final class Authentication {

  private static final String SCHEME = "bearer ";
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final byte @Nullable [] digest;

  private Authentication(byte @Nullable [] digest) {
    this.digest = digest;
  }

  /** Returns who asks for a token, or, for null, just that the caller is on this machine. */
  public static Authentication of(@Nullable Secret token) {
    return new Authentication(token == null ? null : sha256(token.reveal()));
  }

  /**
   * Lets a request pass.
   *
   * @throws ProblemException if it may not
   */
  public void check(Context context) {
    if (context.routeRoles().contains(Access.TOKEN)) {
      if (digest == null) {
        checkLocal(context);
      } else {
        checkToken(context, digest);
      }
    }
  }

  private static void checkToken(Context context, byte[] expected) {
    String header = context.header("Authorization");
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw challenge("Bearer realm=\"sync\"", "this needs a token, and the request has none");
    }
    // Digests are compared, so that neither length nor place of a difference shows in the time.
    if (!MessageDigest.isEqual(expected, sha256(header.substring(SCHEME.length()).strip()))) {
      throw challenge(
          "Bearer realm=\"sync\", error=\"invalid_token\"", "the token is not the server's");
    }
  }

  private static ProblemException challenge(String challenge, String detail) {
    return ProblemException.of(
            ProblemType.UNAUTHENTICATED,
            detail,
            "send Authorization: Bearer and what the server was given as SYNC_TOKEN")
        .with("WWW-Authenticate", challenge);
  }

  private static void checkLocal(Context context) {
    if (!isThisMachine(context.req().getServerName())) {
      throw foreign("the request is for " + context.req().getServerName());
    }
    String origin = context.header("Origin");
    if (origin != null && !isThisMachine(host(origin))) {
      throw foreign("the request comes from a page of another host");
    }
  }

  private static ProblemException foreign(String what) {
    return ProblemException.of(
        ProblemType.FORBIDDEN,
        what + ", and without a token this server is for this machine alone",
        "call it as localhost, or give the server a SYNC_TOKEN and send that");
  }

  private static String host(String origin) {
    try {
      String host = URI.create(origin).getHost();
      return host == null ? "" : host;
    } catch (IllegalArgumentException e) {
      return ""; // such as "null", which a page without an origin sends
    }
  }

  private static boolean isThisMachine(String host) {
    return THIS_MACHINE.contains(host.toLowerCase(Locale.ROOT));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
