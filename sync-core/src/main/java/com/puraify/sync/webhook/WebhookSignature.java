package com.puraify.sync.webhook;

import com.puraify.sync.connector.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature that a delivery ought to have, to be compared with the one that it has.
 *
 * <p>Comparing takes the same time wherever the two differ. Immutable.
 */
public final class WebhookSignature {

  private static final String HMAC_SHA_256 = "HmacSHA256";

  private final byte[] expected;

  private WebhookSignature(byte[] expected) {
    this.expected = expected;
  }

  /**
   * Returns the HMAC-SHA-256 of a message under a key.
   *
   * @param key the key, whose text in UTF-8 is used
   * @param message the parts of the message, one after the other
   */
  public static WebhookSignature hmacSha256(Secret key, byte[]... message) {
    return hmacSha256(key.reveal().getBytes(StandardCharsets.UTF_8), message);
  }

  /**
   * Returns the HMAC-SHA-256 of a message under a key of raw bytes.
   *
   * @param key the key, of at least one byte
   * @param message the parts of the message, one after the other
   */
  public static WebhookSignature hmacSha256(byte[] key, byte[]... message) {
    try {
      Mac mac = Mac.getInstance(HMAC_SHA_256);
      mac.init(new SecretKeySpec(key, HMAC_SHA_256));
      for (byte[] part : message) {
        mac.update(part);
      }
      return new WebhookSignature(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HMAC-SHA-256", e);
    }
  }

  /**
   * Returns the plain SHA-256 of a message, for platforms that put the key into the message.
   *
   * @param message the parts of the message, one after the other
   */
  public static WebhookSignature sha256(byte[]... message) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : message) {
        digest.update(part);
      }
      return new WebhookSignature(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** Returns whether a text is this signature in hexadecimal digits of either case. */
  public boolean isHex(String given) {
    try {
      return MessageDigest.isEqual(expected, HexFormat.of().parseHex(given));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Returns whether a text is this signature in Base64. */
  public boolean isBase64(String given) {
    try {
      return MessageDigest.isEqual(expected, Base64.getDecoder().decode(given));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Returns the signature in lower-case hexadecimal digits, for whoever signs. */
  public String hex() {
    return HexFormat.of().formatHex(expected);
  }

  /** Returns the signature in Base64, for whoever signs. */
  public String base64() {
    return Base64.getEncoder().encodeToString(expected);
  }

  /** Shows nothing: who knows the signature of a message can forge it. */
  @Override
  public String toString() {
    return "WebhookSignature[***]";
  }
}
