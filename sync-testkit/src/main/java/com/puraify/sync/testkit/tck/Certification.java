package com.puraify.sync.testkit.tck;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.puraify.sync.connector.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * The JUnit extension of contract tests: puts the rule in front of each failure, and writes a
 * certificate when the last test is over.
 *
 * <p>The certificate is {@code target/tck/<test class>.json}: what was certified, the version of
 * the kit, and of each test named after a rule whether it passed, failed or does not apply, and
 * why. It holds no time, so that the same outcome gives the same file. Tests with other names,
 * which a subclass may add, are none of its business.
 */
public final class Certification
    implements BeforeTestExecutionCallback,
        TestExecutionExceptionHandler,
        TestWatcher,
        AfterAllCallback {

  /** The version of the kit: changes whenever its rules do. */
  public static final String KIT_VERSION = "1.0";

  /** Where certificates go. */
  public static final Path FOLDER = Path.of("target", "tck");

  private final Map<String, Json> outcomes = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Json> subject = new AtomicReference<>();

  /** For JUnit. */
  public Certification() {}

  @Override
  public void beforeTestExecution(ExtensionContext context) {
    if (subject.get() == null && context.getRequiredTestInstance() instanceof Certified certified) {
      subject.set(certified.subject());
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable end)
      throws Throwable {
    throw Breach.named(context.getRequiredTestMethod().getName(), end);
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    note(context, "passed", null);
  }

  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    note(context, "not applicable", cause.getMessage());
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    note(context, "failed", String.valueOf(cause.getMessage()));
  }

  @Override
  public void testDisabled(ExtensionContext context, Optional<String> reason) {
    note(context, "switched off", reason.orElse("without a reason"));
  }

  private void note(ExtensionContext context, String outcome, @Nullable String why) {
    String test = context.getRequiredTestMethod().getName();
    Breach.rule(test)
        .ifPresent(
            rule ->
                outcomes.put(
                    test,
                    Json.object(
                        entry -> {
                          entry.put("rule", rule).put("outcome", outcome);
                          if (why != null) {
                            entry.put("why", why);
                          }
                        })));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Json certified = subject.get();
    if (certified != null) {
      write(FOLDER.resolve(context.getRequiredTestClass().getSimpleName() + ".json"), certified);
    }
  }

  private void write(Path file, Json certified) {
    try {
      Files.createDirectories(FOLDER);
      Files.writeString(file, text(certified, new TreeMap<>(outcomes)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the certificate " + file, e);
    }
  }

  /** Returns a certificate's text. */
  static String text(Json certified, Map<String, Json> outcomes) {
    long failed =
        outcomes.values().stream().filter(o -> o.at("outcome").text().equals("failed")).count();
    Json certificate =
        Json.object(
            members -> {
              members.put("kit", KIT_VERSION).put("certified", failed == 0);
              certified.members().forEach(members::put);
              members.put("tests", Json.object(outcomes));
            });
    ObjectMapper mapper = new ObjectMapper();
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    try {
      return mapper.writer(printer).writeValueAsString(mapper.readTree(certificate.toString()))
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a certificate is always JSON", e);
    }
  }
}
