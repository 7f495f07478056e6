package com.puraify.sync.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide's code is the example's code, and the example stays as short as the guide says. */
class ConnectorGuideTest {

  private static final Path GUIDE = Path.of("..", "docs", "writing-a-connector.md");
  private static final Pattern EXCERPT =
      Pattern.compile("<!-- from (\\w+\\.java) -->\n```java\n(.*?)```", Pattern.DOTALL);
  private static final int ABOUT_A_HUNDRED = 120;

  @Test
  void excerpts_standInTheirFiles() throws IOException {
    Matcher excerpt = EXCERPT.matcher(Files.readString(GUIDE));
    int excerpts = 0;
    while (excerpt.find()) {
      excerpts++;
      assertThat(flat(source(excerpt.group(1)))).contains(flat(excerpt.group(2)));
    }
    assertThat(excerpts).isEqualTo(3);
  }

  @Test
  void exampleConnector_isShort() throws IOException {
    List<String> lines =
        source("TodoConnector.java")
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("import ") && !line.startsWith("/"))
            .toList();
    assertThat(lines).hasSizeLessThanOrEqualTo(ABOUT_A_HUNDRED);
  }

  private static String source(String name) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return Files.readString(files.filter(file -> file.endsWith(name)).findFirst().orElseThrow());
    }
  }

  private static String flat(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }
}
