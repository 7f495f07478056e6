package com.puraify.sync.internal.run;

import com.puraify.sync.SyncConfig;
import com.puraify.sync.error.PermissionDeniedException;
import com.puraify.sync.host.PermissionGate;

/** Asks whether a run may begin. A refusal, an error or no answer stops it. */
final class PermissionCheck {

  private PermissionCheck() {}

  /**
   * Asks the catalog and the gate.
   *
   * @param action {@code sync} or {@code plan}
   * @throws PermissionDeniedException if the run may not begin
   */
  static void require(EngineParts parts, SyncConfig config, String action) {
    String platform = new EntityFinder(parts, config).platform();
    parts
        .catalog()
        .status(config.project(), platform)
        .filter(status -> !status.connected())
        .ifPresent(
            status -> {
              throw new PermissionDeniedException(
                  "project '"
                      + config.project()
                      + "' is not connected to "
                      + platform
                      + ": "
                      + status.detail());
            });
    PermissionGate.Answer answer;
    try {
      answer =
          parts
              .gate()
              .ask(new PermissionGate.Request(config.project(), config.id(), platform, action));
    } catch (PermissionDeniedException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new PermissionDeniedException(
          "the permission gate did not answer for sync '" + config.id() + "'; nothing was done", e);
    }
    if (!answer.permitted()) {
      throw new PermissionDeniedException(
          "sync '" + config.id() + "' is not permitted: " + answer.reason());
    }
  }
}
