package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** How users are shown. */
final class UserView {
  private static final long MAX_UPLOAD_BYTES = 5_242_880;

  private UserView() {}

  static ObjectNode partial(String id) {
    return Json.object().put("object", "user").put("id", id);
  }

  /** Shows a user as far as the connection may see it. */
  static ObjectNode show(Workspace workspace, SimulatedUser user) {
    boolean named = workspace.quirks.may(NotionQuirks.Capability.USERS);
    return named ? full(workspace, user) : partial(user.id());
  }

  static ObjectNode full(Workspace workspace, SimulatedUser user) {
    ObjectNode shown = partial(user.id());
    if (user.kind() == SimulatedUser.Kind.REMOVED) {
      return shown;
    }
    shown.put("name", user.name()).putNull("avatar_url");
    if (user.kind() == SimulatedUser.Kind.BOT) {
      shown.put("type", "bot");
      ObjectNode bot = shown.putObject("bot");
      bot.putObject("owner").put("type", "workspace").put("workspace", true);
      bot.put("workspace_name", NotionSimulator.WORKSPACE_NAME).put("workspace_id", workspace.id);
      bot.putObject("workspace_limits").put("max_file_upload_size_in_bytes", MAX_UPLOAD_BYTES);
    } else {
      shown.put("type", "person");
      ObjectNode person = shown.putObject("person");
      if (user.email() != null) {
        person.put("email", user.email());
      }
    }
    return shown;
  }

  static ObjectNode show(Workspace workspace, String id) {
    @Nullable SimulatedUser user = workspace.users.get(id);
    return user == null ? partial(id) : show(workspace, user);
  }
}
