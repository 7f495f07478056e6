package com.puraify.sync.server.api;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page for people: one file, which loads nothing else. Its own script and style are let through
 * by their digests, and nothing that may get into it is.
 *
 * @param html the file
 * @param policy the content security policy
 */
record Page(String html, String policy) {

  private static final Pattern SCRIPT = Pattern.compile("(?s)<script>(.*?)</script>");
  private static final Pattern STYLE = Pattern.compile("(?s)<style>(.*?)</style>");

  static Page load() {
    String html = Resources.text("page.html");
    return new Page(
        html,
        "default-src 'none'; script-src '"
            + digest(SCRIPT, html)
            + "'; style-src '"
            + digest(STYLE, html)
            + "'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  }

  private static String digest(Pattern element, String html) {
    Matcher matcher = element.matcher(html);
    if (!matcher.find()) {
      throw new IllegalStateException("page.html lacks " + element.pattern());
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(matcher.group(1).getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  void answer(Context context) {
    context
        .contentType("text/html; charset=utf-8")
        .header("Content-Security-Policy", policy)
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-cache")
        .result(html);
  }
}
