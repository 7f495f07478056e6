package com.puraify.sync.internal.config;

import com.puraify.sync.EntityReference;
import com.puraify.sync.FirstSync;
import com.puraify.sync.Priority;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncType;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.connector.Json;
import com.puraify.sync.error.ConfigurationException;
import com.puraify.sync.internal.json.JsonPointers;
import com.puraify.sync.plan.DeletePolicy;
import com.puraify.sync.plan.Drift;
import com.puraify.sync.plan.Guards;
import com.puraify.sync.plan.LeavePolicy;
import com.puraify.sync.plan.WriteGuard;
import com.puraify.sync.schedule.Schedule;
import com.puraify.sync.value.Schema;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads the meaning of a document's members. What does not have its shape is passed over: the
 * schema has told of it. Confined to one thread at a time.
 */
final class ConfigReader {

  /** How close two changes are a tie: a minute's granularity on one side, and clocks a bit off. */
  static final Duration DEFAULT_TOLERANCE = Duration.ofMinutes(2);

  private final Json document;
  private final Findings findings;

  ConfigReader(Json document, Findings findings) {
    this.document = document;
    this.findings = findings;
  }

  /** Returns the configuration so far; it is of use only if nothing was found. */
  SyncConfig.Builder read() {
    String table = either("target_entity", "target", UnaryOperator.identity());
    SyncConfig.Builder builder =
        SyncConfig.between(new EntityReference.Local(table == null ? "" : table), remote());
    take(text("sync_id"), builder::id);
    take(text("project_id"), builder::project);
    take(Words.find(SyncType.class, either("sync_type", "mode", Words::key)), builder::type);
    take(schedule(), builder::schedule);
    take(Words.find(Priority.class, text("priority")), builder::priority);
    take(Words.find(DeletePolicy.class, text("delete_policy")), builder::deletes);
    take(Words.find(Drift.class, text("drift")), builder::drift);
    take(Words.find(LeavePolicy.class, text("on_leave")), builder::onLeave);
    take(Words.find(FirstSync.class, text("first_sync")), builder::firstSync);
    take(Words.find(WriteGuard.class, text("write_guard")), builder::writeGuard);
    take(duration("sweep_every"), builder::sweepEvery);
    take(duration("keep_journal"), builder::keepJournal);
    builder.guards(guards());

    Duration tolerance = duration("latest_wins_tolerance");
    Strategies strategies = new Strategies(tolerance == null ? DEFAULT_TOLERANCE : tolerance);
    take(strategies.find(text("conflict_resolution")), builder::conflicts);
    builder.mapping(
        new MappingReader(findings, strategies).read(document.at("mapping"), "/mapping"));
    if (!document.at("latest_wins_tolerance").isMissing() && !strategies.latestWinsUsed()) {
      findings.add(
          "/latest_wins_tolerance",
          "has no effect; set a conflict_resolution to latest_wins, or leave it out");
    }
    return builder;
  }

  private EntityReference remote() {
    String platform = either("source_platform", "source", Schema::simplify);
    Map<String, String> options = new LinkedHashMap<>();
    document
        .at("connector_options")
        .members()
        .forEach((name, value) -> take(value.textOrNull(), text -> options.put(name, text)));
    return new EntityReference.OnPlatform(
        platform == null ? "" : platform, text("source_entity"), baseUrl(), options);
  }

  private @Nullable URI baseUrl() {
    String text = text("base_url");
    if (text == null) {
      return null;
    }
    try {
      URI uri = new URI(text);
      boolean web =
          "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
      if (web && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // told below, without the text: it could hold a password
    }
    findings.addUnlessKnown(
        "/base_url",
        "must be an http or https address with a host and without a user, such as"
            + " https://api.example.com");
    return null;
  }

  private @Nullable Schedule schedule() {
    String text = text("schedule");
    if (text == null) {
      return null;
    }
    try {
      return Schedule.parse(text);
    } catch (ConfigurationException e) {
      e.problems().forEach(problem -> findings.addUnlessKnown("/schedule", problem.message()));
      return null;
    }
  }

  private Guards guards() {
    if ("off".equals(text("guards"))) {
      for (String limit : new String[] {"max_deletes", "max_delete_share"}) {
        if (!document.at(limit).isMissing()) {
          findings.add("/" + limit, "has no effect while guards is off; leave one of them out");
        }
      }
      return Guards.OFF;
    }
    Guards guards = Guards.DEFAULT;
    BigDecimal count = number("max_deletes", Integer.MAX_VALUE);
    if (count != null) {
      guards = guards.withMaxDeletes(count.intValue());
    }
    BigDecimal share = number("max_delete_share", 1);
    if (share != null) {
      guards = guards.withMaxDeleteShare(share.doubleValue());
    }
    return guards;
  }

  private @Nullable BigDecimal number(String member, long most) {
    Json json = document.at(member);
    if (!json.isNumber()) {
      return null;
    }
    BigDecimal number = json.number();
    if (number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(most)) <= 0) {
      return number;
    }
    // The validator lets numbers of a billion digits pass.
    findings.addUnlessKnown("/" + member, "must be from 0 to " + most);
    return null;
  }

  private @Nullable Duration duration(String member) {
    String text = text(member);
    if (text == null) {
      return null;
    }
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
      findings.addUnlessKnown("/" + member, "must not be negative");
    } catch (DateTimeException | ArithmeticException e) {
      findings.addUnlessKnown(
          "/" + member,
          Words.quoted(text) + " is not a duration; write one such as PT15M, PT1H or P30D");
    }
    return null;
  }

  /** Returns a member under its name or its older name, which must not contradict each other. */
  private @Nullable String either(String name, String older, UnaryOperator<String> sameness) {
    String now = text(name);
    String then = text(older);
    if (now != null && then != null && !sameness.apply(now).equals(sameness.apply(then))) {
      findings.add(JsonPointers.child("", name), contradiction(now, older, then));
      findings.add(JsonPointers.child("", older), contradiction(then, name, now));
    }
    return now == null ? then : now;
  }

  private static String contradiction(String value, String other, String otherValue) {
    return "says "
        + Words.quoted(value)
        + " but "
        + other
        + ", which means the same, says "
        + Words.quoted(otherValue)
        + "; leave one of them out";
  }

  private @Nullable String text(String member) {
    return document.at(member).textOrNull();
  }

  private static <T> void take(@Nullable T value, Consumer<T> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }

  /** The strategies that words stand for. Confined to one thread at a time. */
  static final class Strategies {
    private final Duration tolerance;
    private boolean latestWinsUsed;

    Strategies(Duration tolerance) {
      this.tolerance = tolerance;
    }

    @Nullable ConflictStrategy find(@Nullable String word) {
      if (word == null) {
        return null;
      }
      return switch (word) {
        case "prefer_local" -> ConflictStrategy.preferLocal();
        case "prefer_remote" -> ConflictStrategy.preferRemote();
        case "manual_review" -> ConflictStrategy.manualReview();
        case "fail" -> ConflictStrategy.fail();
        case "latest_wins" -> {
          latestWinsUsed = true;
          yield ConflictStrategy.latestWins(tolerance);
        }
        default -> null;
      };
    }

    boolean latestWinsUsed() {
      return latestWinsUsed;
    }
  }
}
