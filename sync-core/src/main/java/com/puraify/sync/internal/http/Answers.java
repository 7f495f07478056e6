package com.puraify.sync.internal.http;

import com.puraify.sync.connector.HttpAnswer;
import com.puraify.sync.connector.HttpSettings;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConnectorException;
import com.puraify.sync.internal.json.JsonText;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what came over the wire as JSON. */
final class Answers {

  private static final Pattern CHARSET =
      Pattern.compile("charset\\s*=\\s*\"?([^\\s\";]+)", Pattern.CASE_INSENSITIVE);

  private Answers() {}

  /**
   * Returns the answer with its body, {@link Json#MISSING} if there is none.
   *
   * @throws ConnectorException of kind {@code PROTOCOL} if there is a body that is too large, not
   *     JSON, or nested too deep; it never repeats the body
   */
  static HttpAnswer read(HttpResponse<Body> response, HttpSettings settings) {
    return new HttpAnswer(
        response.statusCode(), headers(response.headers()), body(response, settings));
  }

  /** Returns the answer without its body. */
  static HttpAnswer withoutBody(HttpResponse<Body> response) {
    return new HttpAnswer(response.statusCode(), headers(response.headers()), Json.MISSING);
  }

  private static Map<String, String> headers(HttpHeaders headers) {
    Map<String, String> first = new HashMap<>();
    headers
        .map()
        .forEach(
            (name, values) -> {
              if (!name.startsWith(":") && !values.isEmpty()) {
                first.put(name.toLowerCase(Locale.ROOT), values.get(0));
              }
            });
    return first;
  }

  private static Json body(HttpResponse<Body> response, HttpSettings settings) {
    HttpHeaders headers = response.headers();
    Body body;
    try {
      body =
          response
              .body()
              .decoded(headers.firstValue("content-encoding").orElse(null), settings.maxBytes());
    } catch (IOException e) {
      throw unusable("its compression is broken or of an unknown kind");
    }
    if (body.tooLarge()) {
      throw unusable("it is larger than " + settings.maxBytes() + " bytes");
    }
    String text;
    try {
      text = charset(headers).newDecoder().decode(body.bytes()).toString();
    } catch (CharacterCodingException e) {
      throw unusable("its characters are not encoded as announced");
    }
    String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try {
      return JsonText.parse(withoutMark, settings.maxDepth());
    } catch (ConnectorException e) {
      // The parser's message may quote the body, so just its own words go on.
      throw unusable("it is not JSON, or nested deeper than " + settings.maxDepth() + " levels");
    }
  }

  private static Charset charset(HttpHeaders headers) {
    Matcher named = CHARSET.matcher(headers.firstValue("content-type").orElse(""));
    if (!named.find()) {
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(named.group(1));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return StandardCharsets.UTF_8; // JSON's own encoding; a wrong guess is refused when decoding
    }
  }

  private static ConnectorException unusable(String why) {
    return new ConnectorException(
        ConnectorException.Kind.PROTOCOL, "the answer's body cannot be used: " + why);
  }
}
