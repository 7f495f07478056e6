package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** {@code /v1/users}. */
final class UserEndpoints {
  private final Workspace workspace;
  private final Paging paging;

  UserEndpoints(Workspace workspace, Paging paging) {
    this.workspace = workspace;
    this.paging = paging;
  }

  ObjectNode me(Call call) {
    call.query();
    return UserView.full(workspace, workspace.bot);
  }

  ObjectNode retrieve(Call call) {
    call.query();
    String id = call.id("user_id");
    SimulatedUser user = workspace.users.get(id);
    if (user == null) {
      throw NotionError.notFound("user", id);
    }
    return UserView.full(workspace, user);
  }

  ObjectNode list(Call call) {
    call.query("start_cursor", "page_size");
    ObjectNode answer =
        paging.page(
            "users",
            call.queried("start_cursor"),
            call.pageSize(),
            this::listed,
            user -> UserView.full(workspace, user));
    answer.put("type", "user").putObject("user");
    return answer;
  }

  /** Returns the members and bots; guests and those who left are not listed. */
  private List<SimulatedUser> listed() {
    return workspace.users.values().stream()
        .filter(
            user ->
                user.kind() == SimulatedUser.Kind.PERSON || user.kind() == SimulatedUser.Kind.BOT)
        .toList();
  }
}
