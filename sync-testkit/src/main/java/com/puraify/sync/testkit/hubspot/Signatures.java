package com.puraify.sync.testkit.hubspot;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The three ways in which HubSpot signs what it sends. */
final class Signatures {
  /** What the third way decodes in an address before signing it, and nothing else. */
  private static final Pattern ENCODED =
      Pattern.compile("%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)", Pattern.CASE_INSENSITIVE);

  private Signatures() {}

  /** Returns the hexadecimal hash of the secret and the body. */
  static String v1(String secret, String body) {
    return hash(secret + body);
  }

  /** Returns the hexadecimal hash of the secret, the method, the address and the body. */
  static String v2(String secret, String method, String uri, String body) {
    return hash(secret + method + uri + body);
  }

  /** Returns the code in base 64 of the method, the address, the body and the time. */
  static String v3(String secret, String method, String uri, String body, String millis) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      String signed = method + decoded(uri) + body + millis;
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  private static String decoded(String uri) {
    return ENCODED
        .matcher(uri)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    Character.toString((char) HexFormat.fromHexDigits(found.group(1)))));
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Returns the headers of a signed delivery. */
  static Map<String, String> headers(
      List<Integer> versions, String secret, String uri, String body, String millis) {
    Map<String, String> headers = new java.util.LinkedHashMap<>();
    for (int version : versions) {
      switch (version) {
        case 1 -> {
          headers.put("X-HubSpot-Signature", v1(secret, body));
          headers.put("X-HubSpot-Signature-Version", "v1");
        }
        case 2 -> {
          headers.put("X-HubSpot-Signature", v2(secret, "POST", uri, body));
          headers.put("X-HubSpot-Signature-Version", "v2");
        }
        case 3 -> {
          headers.put("X-HubSpot-Signature-v3", v3(secret, "POST", uri, body, millis));
          headers.put("X-HubSpot-Request-Timestamp", millis);
        }
        default -> throw new IllegalArgumentException("there is no signature v" + version);
      }
    }
    return headers;
  }
}
