package com.puraify.sync.server;

import com.puraify.sync.connector.Secret;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.error.ConfigurationException.Problem;
import com.puraify.sync.server.ServerSettings.DatabaseAddress;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings from the environment and from one properties file, whose keys are the
 * variables' names without {@code SYNC_}, in lower case and with dots: {@code SYNC_STATE_URL} is
 * {@code state.url}. The environment wins. Confined to one thread at a time.
 */
public final class SettingsReader {

  private static final String PREFIX = "SYNC_";

  /** Every setting, by its key in the file. */
  static final List<String> KEYS =
      List.of(
          "answer.within",
          "data",
          "database.password",
          "database.schema",
          "database.url",
          "database.user",
          "host",
          "max.body",
          "port",
          "public.url",
          "request.timeout",
          "simulators",
          "state.password",
          "state.url",
          "state.user",
          "stop.within",
          "token");

  private final Map<String, String> values = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /**
   * Reads the settings.
   *
   * @param environment the environment's variables
   * @param file the file, or null for none
   * @param given what was given on the command line, by the file's keys; it wins over all
   * @throws ConfigurationException naming everything that is wrong
   * @throws IOException if the file cannot be read
   */
  public static ServerSettings read(
      Map<String, String> environment, @Nullable Path file, Map<String, String> given)
      throws IOException {
    SettingsReader reader = new SettingsReader();
    if (file != null) {
      reader.load(file);
    }
    for (String key : KEYS) {
      String value = environment.get(variable(key));
      if (value != null && !value.isBlank()) {
        reader.values.put(key, value.strip());
      }
    }
    reader.values.putAll(given);
    return reader.settings();
  }

  /** Returns the environment variable of a key. */
  static String variable(String key) {
    return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  private void load(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(text);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is no properties file: " + e.getMessage(), e);
    }
    for (String key : properties.stringPropertyNames()) {
      if (KEYS.contains(key)) {
        values.put(key, properties.getProperty(key).strip());
      } else {
        problems.add(
            new Problem(
                file + ": " + key,
                "is not known; nearest is '" + nearest(key) + "', known are " + KEYS));
      }
    }
  }

  private ServerSettings settings() {
    Path data = Path.of(text("data", "data"));
    ServerSettings settings =
        new ServerSettings(
            text("host", "127.0.0.1"),
            number("port", 3023, 0, 65_535),
            values.containsKey("token") ? Secret.of(text("token", "")) : null,
            url("public.url"),
            number("max.body", 1 << 20, 1, 1 << 26),
            duration("request.timeout", Duration.ofSeconds(30)),
            duration("answer.within", Duration.ofMinutes(10)),
            duration("stop.within", Duration.ofSeconds(30)),
            data,
            database("state", data.resolve("state.db")),
            database("database", data.resolve("local.db")),
            values.get("database.schema"),
            flag("simulators"));
    if (settings.token() == null && !settings.isLoopback()) {
      problems.add(
          new Problem(
              variable("token"),
              "is missing, and anybody who reaches "
                  + settings.host()
                  + " could run syncs; set it, or listen on 127.0.0.1"));
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return settings;
  }

  private String text(String key, String otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  private int number(String key, int otherwise, int least, int most) {
    return parsed(
        key,
        otherwise,
        text -> {
          int number = Integer.parseInt(text);
          if (number < least || number > most) {
            throw new IllegalArgumentException(text);
          }
          return number;
        },
        "a whole number from " + least + " to " + most);
  }

  private Duration duration(String key, Duration otherwise) {
    return parsed(
        key,
        otherwise,
        text -> {
          Duration length = Duration.parse(text);
          if (length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException(text);
          }
          return length;
        },
        "an ISO-8601 duration such as PT30S");
  }

  private boolean flag(String key) {
    return parsed(
        key,
        false,
        text -> {
          if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
          }
          return text.equals("true");
        },
        "true or false");
  }

  private @Nullable URI url(String key) {
    if (!values.containsKey(key)) {
      return null;
    }
    URI none = URI.create("http://localhost");
    return parsed(
        key,
        none,
        text -> {
          try {
            URI uri = new URI(text.replaceFirst("/+$", ""));
            if (uri.getHost() == null || uri.getRawQuery() != null) {
              throw new IllegalArgumentException(text);
            }
            return uri;
          } catch (URISyntaxException e) {
            throw new IllegalArgumentException(text, e);
          }
        },
        "an address such as https://sync.example.com");
  }

  private DatabaseAddress database(String group, Path file) {
    String url = text(group + ".url", "jdbc:sqlite:" + file);
    if (!url.startsWith("jdbc:sqlite:") && !url.startsWith("jdbc:postgresql:")) {
      problems.add(
          new Problem(
              variable(group + ".url"), "must begin with jdbc:sqlite: or jdbc:postgresql:"));
    }
    String password = values.get(group + ".password");
    return new DatabaseAddress(
        url, values.get(group + ".user"), password == null ? null : Secret.of(password));
  }

  private <T> T parsed(String key, T otherwise, Function<String, T> parser, String expected) {
    String text = values.get(key);
    if (text == null) {
      return otherwise;
    }
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      // Only the value of a key that holds no secret gets here.
      problems.add(new Problem(variable(key), "must be " + expected + ", not '" + text + "'"));
      return otherwise;
    }
  }

  /** Returns the known key that the fewest edits lead to. */
  private static String nearest(String key) {
    return KEYS.stream()
        .min(Comparator.comparingInt(known -> edits(key.toLowerCase(Locale.ROOT), known)))
        .orElseThrow();
  }

  /** Returns how many letters must be put in, left out or changed to make one text of another. */
  private static int edits(String from, String to) {
    int[] before = IntStream.rangeClosed(0, to.length()).toArray();
    for (int i = 1; i <= from.length(); i++) {
      int[] now = new int[to.length() + 1];
      now[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(change, Math.min(before[j], now[j - 1]) + 1);
      }
      before = now;
    }
    return before[to.length()];
  }
}
