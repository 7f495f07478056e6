package com.puraify.sync.examples.quickstart;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.SyncType;
import com.puraify.sync.conflict.ConflictStrategy;
import com.puraify.sync.connector.Entity;
import com.puraify.sync.mapping.Converter;
import com.puraify.sync.mapping.Direction;
import com.puraify.sync.mapping.SchemaMapping;
import java.time.Duration;

/** The whole configuration of the quickstart's sync. */
final class TasksSync {

  private TasksSync() {}

  static SyncConfig between(Entity table, Entity notion) {
    return SyncConfig.between(table, notion)
        .id("quickstart")
        .project("pf-456")
        .type(SyncType.BIDIRECTIONAL)
        .mapping(mapping())
        .conflicts(ConflictStrategy.preferRemote())
        .sweepEvery(Duration.ZERO) // deletes in Notion show at the next run rather than in an hour
        .build();
  }

  static SchemaMapping mapping() {
    return SchemaMapping.builder()
        .matchOn("title", "Name")
        .field("title", "Name")
        .field("status", "Status", f -> f.convert(Converter.choices(NotionTasks.STATUSES)))
        .field("priority", "Priority")
        .field("tags", "Tags")
        .field("estimate", "Estimate")
        .field("reviewed", "Reviewed")
        .field("due", "Due")
        .field("assignees", "Assignees")
        .field("notes", "Notes")
        .field("link", "Link")
        .field("contact", "Contact")
        .field("phone", "Phone")
        .field("attachments", "Attachments")
        .field("blocked_by", "Blocked by")
        .field("hours_ahead", "Hours ahead", f -> f.direction(Direction.TO_LOCAL))
        .field("label", "Label", f -> f.direction(Direction.TO_LOCAL))
        .field("number", "Number", f -> f.direction(Direction.TO_LOCAL))
        .field("venue", "Venue", f -> f.direction(Direction.TO_LOCAL))
        .field("verified", "Verified", f -> f.direction(Direction.TO_LOCAL))
        .field("created_at", "Created", f -> f.direction(Direction.TO_LOCAL))
        .field("created_by", "Author", f -> f.direction(Direction.TO_LOCAL))
        .build();
  }
}
