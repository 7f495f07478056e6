package com.puraify.sync.state.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.puraify.sync.error.StateException;
import com.puraify.sync.state.Document;
import com.puraify.sync.state.Intent;
import com.puraify.sync.state.Mark;
import com.puraify.sync.value.Side;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Bytes that are stored must be read the same by every later version. */
class EncodingTest {

  private static final String UUID = "6a5c2f3e-0d9b-4a57-8f4e-1c2b3a495867";

  @Test
  void plainText_isItsUtf8() {
    assertThat(Texts.encode("a\u00fc")).isEqualTo("a\u00fc".getBytes(StandardCharsets.UTF_8));
    assertThat(Texts.encode("")).isEmpty();
  }

  @Test
  void halfASurrogatePair_survives() {
    for (String text : List.of("\ud83d", "\ude00\ud83d", "a\ud83d", "\ud83db\u0000\uffff")) {
      assertThat(Texts.decode(Texts.encode(text))).isEqualTo(text);
      assertThat(Texts.encode(text)[0]).isEqualTo(Texts.UTF_16);
    }
  }

  @Test
  void uuid_takesSeventeenBytes_inItsCanonicalFormOnly() {
    assertThat(ItemKey.of(UUID)).hasSize(17).startsWith(ItemKey.UUID, (byte) 0x6a, (byte) 0x5c);
    assertThat(ItemKey.id(ItemKey.of(UUID), 0)).isEqualTo(UUID);
    for (String other :
        List.of(
            UUID.replace('a', 'A'),
            UUID.replace("-", ""),
            UUID.replace('7', 'g'),
            UUID.replace('-', '0'),
            "6a5c2f3e00d9b-4a57-8f4e-1c2b3a495867",
            "6a5c2f3-e0d9b-4a57-8f4e-1c2b3a495867")) {
      assertThat(ItemKey.of(other)).isEqualTo(other.getBytes(StandardCharsets.UTF_8));
      assertThat(ItemKey.id(ItemKey.of(other), 0)).isEqualTo(other);
    }
  }

  @Test
  void longId_isADigest_andDifferentIdsHaveDifferentOnes() {
    String limit = "x".repeat(ItemKey.LONGEST);
    assertThat(ItemKey.isDigest(ItemKey.of(limit), 0)).isFalse();
    Set<String> keys = new HashSet<>();
    for (String id : List.of(limit + "a", limit + "b", "\u20ac".repeat(81), "\ud83d" + limit)) {
      byte[] key = ItemKey.of(id);
      assertThat(key).hasSize(33);
      assertThat(ItemKey.isDigest(key, 0)).isTrue();
      keys.add(new String(key, StandardCharsets.ISO_8859_1));
    }
    assertThat(keys).hasSize(4);
  }

  @Test
  void keysOfDifferentSyncs_differ() {
    assertThat(new LinkKeys(1).item("a")).containsExactly(1, 'a');
    assertThat(new LinkKeys(200).item("a")).containsExactly(200, 1, 'a');
    assertThat(new LinkKeys(2).of(3)).isEqualTo((2L << 40) + 3);
    assertThat(LinkKeys.number(new LinkKeys(2).of(3))).isEqualTo(3);
  }

  @Test
  void linkNumberOutOfRange_isRefused_andNeverAnotherSyncsKey() {
    LinkKeys keys = new LinkKeys(2);
    assertThat(keys.holds(0)).isFalse();
    assertThat(keys.holds(1L << 40)).isFalse();
    assertThat(keys.after(-1)).isEqualTo(2L << 40);
    assertThat(keys.after(Long.MAX_VALUE)).isEqualTo(keys.last());
    assertThatThrownBy(() -> keys.of(1L << 40))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("out of range");
  }

  @Test
  void numbers_comeBack() {
    long[] numbers = {0, 1, 127, 128, 300, Integer.MAX_VALUE, Long.MAX_VALUE, -1, Long.MIN_VALUE};
    BinaryWriter out = new BinaryWriter(1);
    for (long number : numbers) {
      out.number(number).eight(number);
    }
    BinaryReader in = new BinaryReader(out.toBytes());
    for (long number : numbers) {
      assertThat(in.number()).isEqualTo(number);
      assertThat(in.eight()).isEqualTo(number);
    }
    assertThat(new BinaryWriter(1).number(300).toBytes()).containsExactly(0xAC, 0x02);
  }

  @Test
  void times_comeBack_andFarOnesAreCut() {
    for (Instant time : List.of(Instant.MIN, Instant.EPOCH, Instant.MAX)) {
      BinaryReader in = new BinaryReader(new BinaryWriter(1).moment(time).toBytes());
      assertThat(in.moment()).isEqualTo(time);
    }
    Instant fine = Instant.parse("1969-12-31T23:59:59.999999Z");
    assertThat(Codes.instant(Codes.micros(fine))).isEqualTo(fine);
    assertThat(Codes.micros(fine)).isEqualTo(-1);
    assertThat(Codes.micros(fine.minusNanos(1))).isEqualTo(-2);
    assertThat(Codes.micros(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
    assertThat(Codes.micros(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void everyConstant_hasItsCode_andItsCodeStays() {
    assertThat(Codes.SIDES).containsExactlyInAnyOrder(Side.values());
    assertThat(Codes.MARKS)
        .containsExactlyInAnyOrder(Mark.Kind.values())
        .startsWith(
            Mark.Kind.TOMBSTONE, Mark.Kind.AMBIGUOUS, Mark.Kind.QUARANTINED, Mark.Kind.UNLINKED);
    assertThat(Codes.DOCUMENTS)
        .containsExactlyInAnyOrder(Document.Kind.values())
        .startsWith(Document.Kind.CASE, Document.Kind.RUN, Document.Kind.JOURNAL);
    assertThat(Codes.ACTIONS)
        .containsExactlyInAnyOrder(Intent.Action.values())
        .startsWith(Intent.Action.CREATE, Intent.Action.UPDATE, Intent.Action.DELETE);
    assertThatThrownBy(() -> Codes.decode(Codes.SIDES, 2))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("code 2");
  }

  @Test
  void unknownForm_isRefused() {
    assertThatThrownBy(() -> IntentCodec.decode(new byte[] {9}))
        .isInstanceOf(StateException.class)
        .hasMessageContaining("form 9");
  }
}
