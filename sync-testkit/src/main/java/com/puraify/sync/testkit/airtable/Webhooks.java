package com.puraify.sync.testkit.airtable;

import java.util.LinkedHashSet;
import java.util.Set;

/** Tells the webhooks of a base what was done in it. Guarded by the lock of the workspace. */
final class Webhooks {
  private final Workspace workspace;

  Webhooks(Workspace workspace) {
    this.workspace = workspace;
  }

  void log(Transaction transaction) {
    if (transaction.isEmpty()) {
      return;
    }
    BaseRecord base = transaction.base;
    base.transactions++;
    for (WebhookRecord webhook : base.webhooks) {
      if (webhook.isActive(transaction.at)) {
        new PayloadWriter(workspace, transaction, webhook)
            .payloads()
            .forEach(payload -> webhook.add(transaction.at, payload));
      }
    }
  }

  /** Returns the views that webhooks of the base watch and that show the record. */
  static Set<String> watchedViews(Viewing viewing, Row row) {
    Set<String> views = new LinkedHashSet<>();
    for (WebhookRecord webhook : viewing.base().webhooks) {
      for (ViewSpec view : viewing.table().views) {
        if (view.id().equals(webhook.scope()) && Selection.shows(viewing, view, row)) {
          views.add(view.id());
        }
      }
    }
    return views;
  }
}
