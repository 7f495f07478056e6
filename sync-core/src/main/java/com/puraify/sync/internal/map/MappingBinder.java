package com.puraify.sync.internal.map;

import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.connector.EntityKey;
import com.puraify.sync.error.MappingException;
import com.puraify.sync.mapping.Converter;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.mapping.FieldRule;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.value.Field;
import com.puraify.sync.value.FieldType;
import com.puraify.sync.value.Schema;
import com.puraify.sync.value.Side;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds a mapping to the live schemas, and finds everything that cannot work. */
public final class MappingBinder {

  private final Settings settings;
  private final Map<Side, Schema> schemas;
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<KnownPair> pairs = new ArrayList<>();

  /**
   * What binding depends on.
   *
   * @param sync the sync's id
   * @param direction which way the sync runs
   * @param conflicts how it settles conflicts
   * @param localKey what identifies the local entity
   * @param remoteKey what identifies the remote entity
   * @param seed the sync's seed
   * @param known the pairs as the run before bound them; none in the first run
   */
  public record Settings(
      String sync,
      Direction direction,
      ConflictStrategy conflicts,
      EntityKey localKey,
      EntityKey remoteKey,
      long seed,
      List<KnownPair> known) {

    /** Copies the list. */
    public Settings {
      known = List.copyOf(known);
    }

    /** Returns the settings of a first run. */
    public static Settings first(
        String sync,
        Direction direction,
        ConflictStrategy conflicts,
        EntityKey localKey,
        EntityKey remoteKey,
        long seed) {
      return new Settings(sync, direction, conflicts, localKey, remoteKey, seed, List.of());
    }
  }

  private MappingBinder(Settings settings, Schema local, Schema remote) {
    this.settings = settings;
    this.schemas = Map.of(Side.LOCAL, local, Side.REMOTE, remote);
  }

  /**
   * Binds a mapping.
   *
   * @throws MappingException naming every field that is missing, read-only or incompatible
   */
  public static BoundMapping bind(
      SchemaMapping mapping, Settings settings, Schema local, Schema remote) {
    return new MappingBinder(settings, local, remote).bind(mapping);
  }

  private BoundMapping bind(SchemaMapping mapping) {
    List<BoundField> fields =
        mapping.fields().isEmpty() ? pairByName() : bindRules(mapping.fields());
    List<BoundMapping.BoundMatch> matchKey = new ArrayList<>();
    for (SchemaMapping.MatchPair pair : mapping.matchKey()) {
      Optional<Field> local = find(Side.LOCAL, pair.local(), "the match key");
      Optional<Field> remote = find(Side.REMOTE, pair.remote(), "the match key");
      if (local.isPresent() && remote.isPresent()) {
        matchConverter(fields, local.get(), remote.get())
            .ifPresentOrElse(
                converter ->
                    matchKey.add(new BoundMapping.BoundMatch(local.get(), remote.get(), converter)),
                () -> problems.add(incompatible(local.get(), remote.get())));
      }
    }
    for (Side side : Side.values()) {
      mapping
          .filter(side)
          .ifPresent(filter -> filter.fields().forEach(name -> find(side, name, "the filter")));
      checkRequired(side, fields);
    }
    if (fields.isEmpty() && problems.isEmpty()) {
      problems.add(
          "no field of '"
              + schemas.get(Side.LOCAL)
              + "' has a counterpart of the same name in '"
              + schemas.get(Side.REMOTE)
              + "'; pair them with SchemaMapping.field(local, remote)");
    }
    if (!problems.isEmpty()) {
      throw new MappingException(problems);
    }
    return new BoundMapping(
        fields,
        matchKey,
        schemas,
        Map.of(Side.LOCAL, mapping.filter(Side.LOCAL), Side.REMOTE, mapping.filter(Side.REMOTE)),
        settings.seed(),
        pairs,
        notes);
  }

  private List<BoundField> bindRules(List<FieldRule> rules) {
    List<BoundField> bound = new ArrayList<>();
    for (FieldRule rule : rules) {
      Optional<Field> local = find(Side.LOCAL, rule.local(), "the mapping");
      Optional<Field> remote = find(Side.REMOTE, rule.remote(), "the mapping");
      if (local.isPresent() && remote.isPresent()) {
        bindRule(rule, local.get(), remote.get())
            .ifPresent(
                field -> {
                  bound.add(field);
                  pairs.add(KnownPair.of(rule.local(), rule.remote(), field, false));
                });
      }
    }
    return bound;
  }

  private Optional<BoundField> bindRule(FieldRule rule, Field local, Field remote) {
    Optional<Converter> converter =
        rule.converter()
            .map(given -> TypeConversions.fitted(given, local.type(), remote.type()))
            .or(() -> TypeConversions.between(local.type(), remote.type()));
    if (converter.isEmpty()) {
      problems.add(incompatible(local, remote));
      return Optional.empty();
    }
    Direction direction = rule.direction().and(settings.direction());
    for (Side side : Side.values()) {
      if (direction.flowsTo(side) && !field(side, local, remote).creatable()) {
        problems.add(
            "the "
                + word(side)
                + " field '"
                + field(side, local, remote).name()
                + "' is read-only; map it with direction("
                + Direction.to(side.other())
                + ")");
        return Optional.empty();
      }
    }
    String references = referenceSync(rule.referenceSync().orElse(null), local, remote);
    if (references == null && needsTranslation(remote)) {
      problems.add(
          "'"
              + local.name()
              + "' and '"
              + remote.name()
              + "' refer to items of another entity; name the sync that links those items with"
              + " references(syncId)");
      return Optional.empty();
    }
    return Optional.of(
        new BoundField(
            local,
            remote,
            direction,
            converter.get(),
            rule.conflicts().orElse(settings.conflicts()),
            references));
  }

  private List<BoundField> pairByName() {
    List<BoundField> bound = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    Set<String> unwritable = new HashSet<>();
    for (Field local : schema(Side.LOCAL).fields()) {
      Optional<Field> found = partner(local);
      if (found.isEmpty() || !taken.add(found.get().id())) {
        continue;
      }
      Field remote = found.get();
      Optional<Converter> converter = TypeConversions.between(local.type(), remote.type());
      String references = referenceSync(null, local, remote);
      Direction direction = settings.direction();
      for (Side side : Side.values()) {
        if (!field(side, local, remote).creatable()) {
          direction = direction.and(Direction.to(side.other()));
        }
      }
      if (converter.isEmpty()) {
        notes.add("not paired: " + incompatible(local, remote));
      } else if (references == null && needsTranslation(remote)) {
        notes.add("not paired: '" + local.name() + "' refers to items of another entity");
      } else if (direction == Direction.NONE) {
        unwritable.add(local.id());
        notes.add("not paired: neither '" + local.name() + "' can be written");
      } else {
        notes.add("paired '" + local.name() + "' with '" + remote.name() + "'");
        BoundField field =
            new BoundField(
                local, remote, direction, converter.get(), settings.conflicts(), references);
        bound.add(field);
        pairs.add(KnownPair.of(local.name(), remote.name(), field, true));
      }
    }
    checkVanished(unwritable);
    return bound;
  }

  /** Fields that were paired by name stay a pair by their ids, whatever they are called now. */
  private Optional<Field> partner(Field local) {
    for (KnownPair pair : settings.known()) {
      if (pair.byName() && pair.localId().equals(local.id())) {
        Optional<Field> known = schema(Side.REMOTE).byId(pair.remoteId());
        if (known.isPresent()) {
          return known;
        }
      }
    }
    return schema(Side.REMOTE).named(local.name());
  }

  /** Fields that were paired by name and no longer are would part without a word. */
  private void checkVanished(Set<String> unwritable) {
    for (KnownPair known : settings.known()) {
      if (!known.byName() || unwritable.contains(known.localId())) {
        continue;
      }
      boolean local = schema(Side.LOCAL).byId(known.localId()).isPresent();
      boolean remote = schema(Side.REMOTE).byId(known.remoteId()).isPresent();
      if ((local || remote) && pairs.stream().noneMatch(known::sameFields)) {
        problems.add(
            "the local field '"
                + known.localName()
                + "' and the remote field '"
                + known.remoteName()
                + "' were kept equal so far, and "
                + (local && remote
                    ? "can no longer be"
                    : "the " + (local ? "remote" : "local") + " one is gone")
                + "; bring it back, or say with SchemaMapping.field(local, remote) which fields"
                + " correspond from now on");
      }
    }
  }

  private void renamed(Side side, String name, Field field) {
    String note =
        "the " + word(side) + " field '" + name + "' is called '" + field.name() + "' now";
    if (!notes.contains(note)) {
      notes.add(note);
    }
  }

  private static Optional<Converter> matchConverter(
      List<BoundField> fields, Field local, Field remote) {
    return fields.stream()
        .filter(bound -> bound.local().equals(local) && bound.remote().equals(remote))
        .map(BoundField::converter)
        .findFirst()
        .or(() -> TypeConversions.between(local.type(), remote.type()));
  }

  private void checkRequired(Side side, List<BoundField> fields) {
    if (!settings.direction().flowsTo(side)) {
      return;
    }
    for (Field field : schema(side).fields()) {
      if (!field.required() || !field.creatable()) {
        continue;
      }
      boolean filled =
          fields.stream().anyMatch(bound -> bound.field(side).equals(field) && bound.creates(side));
      if (!filled) {
        problems.add(
            "the "
                + word(side)
                + " field '"
                + field.name()
                + "' must have a value when an item is created, and nothing is mapped to it");
      }
    }
  }

  private Optional<Field> find(Side side, String name, String where) {
    Optional<Field> found = schema(side).named(name);
    if (found.isEmpty()) {
      found = KnownPair.idOf(settings.known(), side, name).flatMap(schema(side)::byId);
      found.ifPresent(field -> renamed(side, name, field));
    }
    if (found.isEmpty()) {
      problems.add(
          "the "
              + word(side)
              + " entity '"
              + schema(side).entity()
              + "' has no field '"
              + name
              + "' that "
              + where
              + " names; "
              + NearestNames.hint(name, schema(side).fields().stream().map(Field::name).toList()));
    }
    return found;
  }

  private @Nullable String referenceSync(@Nullable String named, Field local, Field remote) {
    if (named != null) {
      return named;
    }
    Optional<FieldType.Reference> from = reference(local.type());
    Optional<FieldType.Reference> to = reference(remote.type());
    boolean localSelf = from.isEmpty() || from.get().entity().equals(settings.localKey().id());
    boolean remoteSelf = to.isEmpty() || to.get().entity().equals(settings.remoteKey().id());
    return needsTranslation(remote) && localSelf && remoteSelf ? settings.sync() : null;
  }

  private static boolean needsTranslation(Field remote) {
    return reference(remote.type()).map(type -> !type.toPeople()).orElse(false);
  }

  private static Optional<FieldType.Reference> reference(FieldType type) {
    if (type instanceof FieldType.Reference reference) {
      return Optional.of(reference);
    }
    return type instanceof FieldType.Many many ? reference(many.element()) : Optional.empty();
  }

  private String incompatible(Field local, Field remote) {
    return "the local field '"
        + local.name()
        + "' ("
        + local.type().describe()
        + ") and the remote field '"
        + remote.name()
        + "' ("
        + remote.type().describe()
        + ") are of incompatible types; give the pair a converter";
  }

  private Schema schema(Side side) {
    return java.util.Objects.requireNonNull(schemas.get(side));
  }

  private static Field field(Side side, Field local, Field remote) {
    return side == Side.LOCAL ? local : remote;
  }

  private static String word(Side side) {
    return side.name().toLowerCase(Locale.ROOT);
  }
}
