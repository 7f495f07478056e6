package com.puraify.sync.state.jdbc;

import com.puraify.sync.delta.Base;
import com.puraify.sync.state.Link;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Links to rows and back. */
final class LinkCodec {

  private static final int FORM = 1;
  private static final int REVISIT = 1;
  private static final int FROZEN = 2;

  private LinkCodec() {}

  static LinkRow encode(Link link, LinkKeys keys, Layouts.Writing layouts) throws SQLException {
    byte[] local = keys.item(link.localId());
    byte[] remote = keys.item(link.remoteId());
    int at = keys.prefixLength();
    Link.Condition condition = link.condition();
    return new LinkRow(
        keys.of(link.number()),
        local,
        remote,
        bases(link, layouts.number(link.local().fields()), layouts.number(link.remote().fields())),
        condition.revisit(),
        condition.equals(Link.Condition.SOUND) ? null : condition(condition),
        ItemKey.isDigest(local, at) || ItemKey.isDigest(remote, at) ? ids(link) : null);
  }

  static Link decode(LinkRow row, LinkKeys keys, Layouts.Reading layouts) throws SQLException {
    String local;
    String remote;
    if (row.longIds == null) {
      local = ItemKey.id(row.local, keys.prefixLength());
      remote = ItemKey.id(row.remote, keys.prefixLength());
    } else {
      BinaryReader ids = new BinaryReader(row.longIds);
      local = ids.text();
      remote = ids.text();
    }
    BinaryReader bases = new BinaryReader(row.bases);
    List<String> localFields = layouts.fields(bases.count());
    List<String> remoteFields = layouts.fields(bases.count());
    Base localBase = base(bases, localFields);
    boolean same = bases.isAtEnd() && remoteFields.size() == localFields.size();
    return new Link(
        LinkKeys.number(row.key),
        local,
        remote,
        localBase,
        same ? Base.of(remoteFields, localBase.fingerprints()) : base(bases, remoteFields),
        row.condition == null ? Link.Condition.SOUND : condition(row.condition));
  }

  private static byte[] ids(Link link) {
    return new BinaryWriter(512).text(link.localId()).text(link.remoteId()).toBytes();
  }

  /** The remote fingerprints are left out if they are the same as the local ones. */
  private static byte[] bases(Link link, int localLayout, int remoteLayout) {
    long[] local = link.local().fingerprints();
    long[] remote = link.remote().fingerprints();
    BinaryWriter out = new BinaryWriter(2 + 8 * (local.length + remote.length));
    out.number(localLayout).number(remoteLayout);
    for (long fingerprint : local) {
      out.eight(fingerprint);
    }
    if (!Arrays.equals(local, remote)) {
      for (long fingerprint : remote) {
        out.eight(fingerprint);
      }
    }
    return out.toBytes();
  }

  private static Base base(BinaryReader in, List<String> fields) {
    long[] fingerprints = new long[fields.size()];
    for (int i = 0; i < fingerprints.length; i++) {
      fingerprints[i] = in.eight();
    }
    return Base.of(fields, fingerprints);
  }

  private static byte[] condition(Link.Condition condition) {
    BinaryWriter out =
        new BinaryWriter(20 + 18 * condition.recent().size())
            .one(FORM)
            .one((condition.revisit() ? REVISIT : 0) | (condition.frozen() ? FROZEN : 0))
            .eight(condition.rejectedLocal())
            .eight(condition.rejectedRemote())
            .number(condition.recent().size());
    for (Link.Written written : condition.recent()) {
      out.eight(written.content()).moment(written.at());
    }
    return out.toBytes();
  }

  private static Link.Condition condition(byte[] bytes) {
    BinaryReader in = BinaryReader.version(FORM, bytes);
    int flags = in.one();
    long rejectedLocal = in.eight();
    long rejectedRemote = in.eight();
    int count = in.count();
    List<Link.Written> recent = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long content = in.eight();
      Instant at = in.moment();
      recent.add(new Link.Written(content, at));
    }
    return new Link.Condition(
        (flags & REVISIT) != 0, (flags & FROZEN) != 0, rejectedLocal, rejectedRemote, recent);
  }
}
