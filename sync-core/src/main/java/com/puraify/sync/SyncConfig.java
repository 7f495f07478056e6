package com.puraify.sync;

import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.internal.config.ConfigDocument;
import com.puraify.sync.mapping.SchemaMapping;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.plan.WriteGuard;
import com.puraify.sync.schedule.Schedule;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is kept equal with what, and how. Immutable.
 *
 * <p>Defaults of the builder:
 *
 * <ul>
 *   <li>{@code type}: both ways
 *   <li>{@code mapping}: fields of the same name and of compatible types
 *   <li>{@code conflicts}: the remote side wins
 *   <li>{@code priority}: {@link Priority#DEFAULT}
 *   <li>{@code deletes}: {@link DeletePolicy#PROPAGATE}, within {@link Guards#DEFAULT}
 *   <li>{@code drift}: {@link Drift#KEEP}; {@code onLeave}: {@link LeavePolicy#KEEP}
 *   <li>{@code firstSync}: {@link FirstSync#MATCH}
 *   <li>{@code writeGuard}: {@link WriteGuard#AS_READ}
 *   <li>{@code sweepEvery}: {@link #DEFAULT_SWEEP}; sides whose calls do not count are swept at
 *       every run
 *   <li>{@code keepJournal}: {@link #DEFAULT_JOURNAL}
 * </ul>
 */
public final class SyncConfig {

  /** How often a side with scarce calls is read in full, to notice deletes. */
  public static final Duration DEFAULT_SWEEP = Duration.ofHours(1);

  /** How long overwritten and deleted values are kept. */
  public static final Duration DEFAULT_JOURNAL = Duration.ofDays(30);

  /** The project of syncs that name none. */
  public static final String DEFAULT_PROJECT = "default";

  private static final Pattern ID = Pattern.compile("[\\p{Alnum}][\\p{Alnum}._:\\-]{0,199}");

  private static final Pattern PART = Pattern.compile("[\\p{Alnum}._\\-]+");
  private static final int READABLE = 100;

  private final String id;
  private final String project;
  private final EntityReference local;
  private final EntityReference remote;
  private final SyncType type;
  private final SchemaMapping mapping;
  private final ConflictStrategy conflicts;
  private final Priority priority;
  private final @Nullable Schedule schedule;
  private final DeletePolicy deletes;
  private final Guards guards;
  private final Drift drift;
  private final LeavePolicy onLeave;
  private final FirstSync firstSync;
  private final WriteGuard writeGuard;
  private final Duration sweepEvery;
  private final Duration keepJournal;
  private final @Nullable String document;

  private SyncConfig(Builder builder, String id) {
    this.id = id;
    this.project = builder.project;
    this.local = builder.local;
    this.remote = builder.remote;
    this.type = builder.type;
    this.mapping = builder.mapping;
    this.conflicts = builder.conflicts;
    this.priority = builder.priority;
    this.schedule = builder.schedule;
    this.deletes = builder.deletes;
    this.guards = builder.guards;
    this.drift = builder.drift;
    this.onLeave = builder.onLeave;
    this.firstSync = builder.firstSync;
    this.writeGuard = builder.writeGuard;
    this.sweepEvery = builder.sweepEvery;
    this.keepJournal = builder.keepJournal;
    this.document = builder.document;
  }

  /** Returns a builder of a sync between two entities. */
  public static Builder between(Entity local, Entity remote) {
    return new Builder(new EntityReference.Given(local), new EntityReference.Given(remote));
  }

  /** Returns a builder of a sync between two entities that the engine finds by name. */
  public static Builder between(EntityReference local, EntityReference remote) {
    return new Builder(local, remote);
  }

  /**
   * Returns the sync that a JSON document describes.
   *
   * @param document a JSON object that fits {@link #jsonSchema}, of at most 1 MiB
   * @throws ConfigurationException naming everything that is wrong with it, by JSON pointers
   */
  public static SyncConfig fromJson(String document) {
    return ConfigDocument.read(document, builder -> builder.document(document));
  }

  /** Returns the JSON Schema (draft 2020-12) of the documents that {@link #fromJson} takes. */
  public static String jsonSchema() {
    return ConfigDocument.schema();
  }

  /** Returns the sync's id: under it the engine remembers what it did. */
  public String id() {
    return id;
  }

  /** Returns the project (tenant) that the sync belongs to. */
  public String project() {
    return project;
  }

  /** Returns the local entity. */
  public EntityReference local() {
    return local;
  }

  /** Returns the remote entity. */
  public EntityReference remote() {
    return remote;
  }

  /** Returns which way it runs. */
  public SyncType type() {
    return type;
  }

  /** Returns which fields correspond. */
  public SchemaMapping mapping() {
    return mapping;
  }

  /** Returns how conflicts are settled. */
  public ConflictStrategy conflicts() {
    return conflicts;
  }

  /** Returns how urgent its calls are. */
  public Priority priority() {
    return priority;
  }

  /** Returns when it runs by itself, if it does. */
  public Optional<Schedule> schedule() {
    return Optional.ofNullable(schedule);
  }

  /** Returns what happens to an item whose counterpart was deleted. */
  public DeletePolicy deletes() {
    return deletes;
  }

  /** Returns the safety limits. */
  public Guards guards() {
    return guards;
  }

  /** Returns what happens to edits on the target of a one-way sync. */
  public Drift drift() {
    return drift;
  }

  /** Returns what happens to the counterpart of an item that leaves the filter. */
  public LeavePolicy onLeave() {
    return onLeave;
  }

  /** Returns what the first run does with items that both sides hold already. */
  public FirstSync firstSync() {
    return firstSync;
  }

  /** Returns how sure a run makes itself before it writes. */
  public WriteGuard writeGuard() {
    return writeGuard;
  }

  /** Returns how often a side with scarce calls is read in full. */
  public Duration sweepEvery() {
    return sweepEvery;
  }

  /** Returns how long overwritten and deleted values are kept. */
  public Duration keepJournal() {
    return keepJournal;
  }

  /**
   * Returns the JSON document that it was {@linkplain #fromJson made from}, if it was. With it an
   * engine takes up queued and scheduled syncs by itself when it starts again.
   */
  public Optional<String> document() {
    return Optional.ofNullable(document);
  }

  @Override
  public String toString() {
    return "SyncConfig[" + id + ", " + type.name().toLowerCase(Locale.ROOT) + "]";
  }

  /** Collects a configuration. Confined to one thread at a time. */
  public static final class Builder {
    private final EntityReference local;
    private final EntityReference remote;
    private @Nullable String id;
    private String project = DEFAULT_PROJECT;
    private SyncType type = SyncType.BIDIRECTIONAL;
    private SchemaMapping mapping = SchemaMapping.byName();
    private ConflictStrategy conflicts = ConflictStrategy.preferRemote();
    private Priority priority = Priority.DEFAULT;
    private @Nullable Schedule schedule;
    private DeletePolicy deletes = DeletePolicy.PROPAGATE;
    private Guards guards = Guards.DEFAULT;
    private Drift drift = Drift.KEEP;
    private LeavePolicy onLeave = LeavePolicy.KEEP;
    private FirstSync firstSync = FirstSync.MATCH;
    private WriteGuard writeGuard = WriteGuard.AS_READ;
    private Duration sweepEvery = DEFAULT_SWEEP;
    private Duration keepJournal = DEFAULT_JOURNAL;
    private @Nullable String document;

    private Builder(EntityReference local, EntityReference remote) {
      this.local = local;
      this.remote = remote;
    }

    /**
     * Sets the sync's id. Default: made of the project and the names of both entities, with a
     * digest of them where they do not fit into an id. Two syncs with the same id are the same
     * sync: give each an id of its own.
     */
    public Builder id(String name) {
      this.id = name;
      return this;
    }

    /** Sets the project (tenant) that the sync belongs to. */
    public Builder project(String tenant) {
      this.project = tenant;
      return this;
    }

    /** Sets which way it runs. */
    public Builder type(SyncType way) {
      this.type = way;
      return this;
    }

    /** Sets which fields correspond. */
    public Builder mapping(SchemaMapping fields) {
      this.mapping = fields;
      return this;
    }

    /** Sets how conflicts are settled. */
    public Builder conflicts(ConflictStrategy strategy) {
      this.conflicts = strategy;
      return this;
    }

    /** Sets how urgent its calls are. */
    public Builder priority(Priority urgency) {
      this.priority = urgency;
      return this;
    }

    /** Sets when it runs by itself. */
    public Builder schedule(Schedule when) {
      this.schedule = when;
      return this;
    }

    /** Sets what happens to an item whose counterpart was deleted. */
    public Builder deletes(DeletePolicy policy) {
      this.deletes = policy;
      return this;
    }

    /** Sets the safety limits. */
    public Builder guards(Guards limits) {
      this.guards = limits;
      return this;
    }

    /** Sets what happens to edits on the target of a one-way sync. */
    public Builder drift(Drift policy) {
      this.drift = policy;
      return this;
    }

    /** Sets what happens to the counterpart of an item that leaves the filter. */
    public Builder onLeave(LeavePolicy policy) {
      this.onLeave = policy;
      return this;
    }

    /** Sets what the first run does with items that both sides hold already. */
    public Builder firstSync(FirstSync policy) {
      this.firstSync = policy;
      return this;
    }

    /** Sets how sure a run makes itself before it writes. */
    public Builder writeGuard(WriteGuard guard) {
      this.writeGuard = guard;
      return this;
    }

    /** Sets how often a side with scarce calls is read in full; zero for every run. */
    public Builder sweepEvery(Duration interval) {
      this.sweepEvery = interval;
      return this;
    }

    /** Sets how long overwritten and deleted values are kept. */
    public Builder keepJournal(Duration length) {
      this.keepJournal = length;
      return this;
    }

    private Builder document(String text) {
      this.document = text;
      return this;
    }

    /**
     * Returns the configuration.
     *
     * @throws ConfigurationException naming every setting that cannot work
     */
    public SyncConfig build() {
      List<ConfigurationException.Problem> problems = new ArrayList<>();
      String name = id == null ? defaultId() : id;
      if (!ID.matcher(name).matches()) {
        problems.add(problem("id", "'" + name + "' must be 1 to 200 letters, digits, and . _ : -"));
      }
      if (project.isBlank()) {
        problems.add(problem("project", "must not be blank"));
      }
      if (sweepEvery.isNegative()) {
        problems.add(problem("sweepEvery", "must not be negative"));
      }
      if (keepJournal.isNegative()) {
        problems.add(problem("keepJournal", "must not be negative"));
      }
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
      return new SyncConfig(this, name);
    }

    private static ConfigurationException.Problem problem(String where, String message) {
      return new ConfigurationException.Problem(where, message);
    }

    /** Parts that cannot stand in an id as they are make way for a digest of the whole. */
    private String defaultId() {
      List<String> parts = List.of(project, describe(local), describe(remote));
      String text = String.join(":", parts);
      if (parts.stream().allMatch(part -> PART.matcher(part).matches())
          && ID.matcher(text).matches()) {
        return text;
      }
      String readable =
          text.replaceAll("[^\\p{Alnum}._]+", "-").replaceFirst("^[^\\p{Alnum}]+", "");
      String start = readable.substring(0, Math.min(readable.length(), READABLE));
      return (start.isEmpty() ? "sync" : start) + "-" + digest(parts);
    }

    private static String digest(List<String> parts) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String part : parts) {
          byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
          digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
          digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java runtime has SHA-256", e);
      }
    }

    private static String describe(EntityReference reference) {
      if (reference instanceof EntityReference.Given given) {
        return given.entity().platform() + "." + given.entity().name();
      }
      if (reference instanceof EntityReference.OnPlatform on) {
        return on.platform().toLowerCase(Locale.ROOT) + (on.name() == null ? "" : "." + on.name());
      }
      return ((EntityReference.Local) reference).name();
    }
  }
}
