package com.puraify.sync.host;

/** Who permits runs. Asked before every run; a refusal, an error or no answer stops it. */
@FunctionalInterface
public interface PermissionGate {

  /**
   * Returns whether a run may begin.
   *
   * @throws com.puraify.sync.error.PermissionDeniedException if there is no answer; any other
   *     exception counts as one
   */
  Answer ask(Request request);

  /**
   * What is asked.
   *
   * @param project the tenant
   * @param sync the sync's id
   * @param platform the remote platform's name in lower case
   * @param action {@code sync} or {@code plan}
   */
  record Request(String project, String sync, String platform, String action) {}

  /**
   * What is answered.
   *
   * @param permitted whether the run may begin
   * @param reason why not, for people; empty if it may
   */
  record Answer(boolean permitted, String reason) {}

  /** Returns the default, which permits everything. */
  static PermissionGate permitAll() {
    return request -> new Answer(true, "");
  }
}
