package com.puraify.sync.state.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.error.StateException;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.StateChange;
import com.puraify.sync.state.StateStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentKeyTest {

  private static final String TEXT = "a value that somebody overwrote";

  @TempDir Path folder;

  @Test
  void text_isReadWithTheKeyItWasWrittenWith() throws IOException {
    put(key(1));
    assertThat(read(key(1))).isEqualTo(TEXT);
    assertThat(onDisk()).doesNotContain(TEXT);
  }

  @Test
  void withoutAKey_textIsPlain_andStaysReadableOnceOneIsGiven() throws IOException {
    put(null);
    assertThat(onDisk()).contains(TEXT);
    assertThat(read(null)).isEqualTo(TEXT);
    assertThat(read(key(1))).isEqualTo(TEXT);
  }

  @Test
  void otherKeyOrNone_isSaidSo() {
    put(key(1));
    assertThatThrownBy(() -> read(key(2)))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("could not be decrypted")
        .hasMessageContaining("documentKey");
    assertThatThrownBy(() -> read(null))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("are encrypted")
        .hasMessageContaining("documentKey");
  }

  @Test
  void keyOfAWrongLength_isSaidSo() {
    SecretKey odd = new SecretKeySpec(new byte[5], "AES");
    assertThatThrownBy(() -> put(odd))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("128, 192 or 256 bits");
  }

  private void put(@Nullable SecretKey key) {
    Document document = new Document(Document.Kind.JOURNAL, "1", null, Instant.EPOCH, false, TEXT);
    try (StateStore store = open(key)) {
      store.commit("s", List.of(new StateChange.PutDocument(document)));
    }
  }

  private String read(@Nullable SecretKey key) {
    try (StateStore store = open(key)) {
      return store.document("s", Document.Kind.JOURNAL, "1").orElseThrow().text();
    }
  }

  private StateStore open(@Nullable SecretKey key) {
    JdbcStateStore.Builder builder = JdbcStateStore.builder(folder.resolve("state.db"));
    if (key != null) {
      builder.documentKey(key);
    }
    return builder.build();
  }

  private String onDisk() throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve("state.db"));
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static SecretKey key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return new SecretKeySpec(bytes, "AES");
  }
}
