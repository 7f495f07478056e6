package com.puraify.sync.state.jdbc;

import com.puraify.sync.delta.Base;
import com.puraify.sync.state.Intent;
import com.puraify.sync.value.Side;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Intents to bytes and back. An intent's entries share few lists of field ids, so these are written
 * once, before the entries; so are fingerprints that are the same on both sides.
 */
final class IntentCodec {

  private static final int FORM = 1;
  private static final int DIFFERENT = 0;
  private static final int SAME = 1;

  private IntentCodec() {}

  static byte[] encode(Intent intent) {
    BinaryWriter out = new BinaryWriter(128 + 256 * intent.entries().size()).one(FORM);
    out.text(intent.id())
        .one(Codes.SIDES.indexOf(intent.side()))
        .one(Codes.ACTIONS.indexOf(intent.action()))
        .moment(intent.at());
    Map<List<String>, Integer> lists = new LinkedHashMap<>();
    for (Intent.Entry entry : intent.entries()) {
      lists.putIfAbsent(entry.content().fields(), lists.size());
      lists.putIfAbsent(entry.sourceContent().fields(), lists.size());
    }
    out.number(lists.size());
    for (List<String> fields : lists.keySet()) {
      out.number(fields.size());
      fields.forEach(out::text);
    }
    out.number(intent.entries().size());
    for (Intent.Entry entry : intent.entries()) {
      out.text(entry.key())
          .number(entry.link())
          .textOrNull(entry.sourceId())
          .textOrNull(entry.targetId());
      long[] content = entry.content().fingerprints();
      long[] sourceContent = entry.sourceContent().fingerprints();
      boolean same = Arrays.equals(content, sourceContent);
      out.number(number(lists, entry.content())).number(number(lists, entry.sourceContent()));
      out.one(same ? SAME : DIFFERENT);
      fingerprints(out, content);
      if (!same) {
        fingerprints(out, sourceContent);
      }
    }
    return out.toBytes();
  }

  static Intent decode(byte[] bytes) {
    BinaryReader in = BinaryReader.version(FORM, bytes);
    String id = in.text();
    Side side = Codes.decode(Codes.SIDES, in.one());
    Intent.Action action = Codes.decode(Codes.ACTIONS, in.one());
    Instant at = in.moment();
    int count = in.count();
    List<List<String>> lists = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      lists.add(fields(in));
    }
    int writes = in.count();
    List<Intent.Entry> entries = new ArrayList<>(writes);
    for (int i = 0; i < writes; i++) {
      entries.add(entry(in, lists));
    }
    return new Intent(id, side, action, at, entries);
  }

  private static int number(Map<List<String>, Integer> lists, Base base) {
    return Objects.requireNonNull(lists.get(base.fields()), "a list that was not collected");
  }

  private static void fingerprints(BinaryWriter out, long[] fingerprints) {
    for (long fingerprint : fingerprints) {
      out.eight(fingerprint);
    }
  }

  private static Intent.Entry entry(BinaryReader in, List<List<String>> lists) {
    String key = in.text();
    long link = in.number();
    String sourceId = in.textOrNull();
    String targetId = in.textOrNull();
    List<String> fields = lists.get(in.count());
    List<String> sourceFields = lists.get(in.count());
    boolean same = in.one() == SAME;
    long[] content = fingerprints(in, fields.size());
    long[] sourceContent = same ? content : fingerprints(in, sourceFields.size());
    return new Intent.Entry(
        key,
        link,
        sourceId,
        targetId,
        Base.of(fields, content),
        Base.of(sourceFields, sourceContent));
  }

  private static long[] fingerprints(BinaryReader in, int count) {
    long[] fingerprints = new long[count];
    for (int i = 0; i < count; i++) {
      fingerprints[i] = in.eight();
    }
    return fingerprints;
  }

  private static List<String> fields(BinaryReader in) {
    int count = in.count();
    List<String> fields = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      fields.add(in.text());
    }
    return List.copyOf(fields);
  }
}
