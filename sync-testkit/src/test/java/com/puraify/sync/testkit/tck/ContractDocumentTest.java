package com.puraify.sync.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.puraify.sync.testkit.StateStoreContract;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The contract's document and the tests name the same rules. */
class ContractDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "contract.md");
  private static final Pattern RULE = Pattern.compile("(?m)^\\*\\*([A-Z]+-\\d+)\\*\\*");
  private static final Pattern UNTRIED = Pattern.compile("(?m)^\\| ([A-Z]+-\\d+) \\|");

  @Test
  void everyRule_hasATestOrAReasonWhyNot() throws IOException {
    Set<String> rules = named(RULE);
    Set<String> untried = named(UNTRIED);
    Set<String> tested = tested(ConnectorTck.class);
    tested.addAll(tested(StateStoreContract.class));
    tested.addAll(tested(WebhookReaderTck.class));

    assertThat(rules).hasSize(91);
    assertThat(tested).doesNotContainAnyElementsOf(untried);
    tested.addAll(untried);
    assertThat(tested).isEqualTo(rules);
  }

  private static Set<String> named(Pattern pattern) throws IOException {
    Set<String> rules = new TreeSet<>();
    Matcher matcher = pattern.matcher(Files.readString(DOCUMENT));
    while (matcher.find()) {
      assertThat(rules.add(matcher.group(1))).as(matcher.group(1)).isTrue();
    }
    return rules;
  }

  private static Set<String> tested(Class<?> contract) {
    Set<String> rules = new TreeSet<>();
    for (Class<?> type = contract; type != null; type = type.getSuperclass()) {
      for (Method method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class)) {
          rules.add(Breach.rule(method.getName()).orElseThrow());
        }
      }
    }
    return rules;
  }
}
