package com.puraify.sync.testkit.hubspot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pipeline of deals or tickets. Immutable. */
record Pipeline(String id, String label, int displayOrder, List<Stage> stages) {

  /**
   * One stage.
   *
   * @param probability what deals in it are worth, or null for tickets
   * @param closed whether what is in it is done with
   */
  record Stage(
      String id, String label, int displayOrder, @Nullable String probability, boolean closed) {}

  @Nullable Stage stage(String stageId) {
    return stages.stream().filter(stage -> stage.id.equals(stageId)).findFirst().orElse(null);
  }
}
