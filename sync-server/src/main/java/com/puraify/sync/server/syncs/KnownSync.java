package com.puraify.sync.server.syncs;

import com.puraify.sync.EntityReference;
import com.puraify.sync.SyncConfig;
import com.puraify.sync.value.Schema;

/**
 * A sync with the document that describes it. Immutable.
 *
 * @param config what the document says
 * @param document the JSON text, as it was sent
 */
public record KnownSync(SyncConfig config, String document) {

  /**
   * Returns the sync that a document describes.
   *
   * @throws com.puraify.sync.error.ConfigurationException naming all that is wrong with it
   */
  public static KnownSync of(String document) {
    return new KnownSync(SyncConfig.fromJson(document), document);
  }

  /** Returns the sync's id. */
  public String id() {
    return config.id();
  }

  /** Returns whether it belongs to a project and has to do with a platform. */
  public boolean isOf(String project, String platform) {
    return config.project().equals(project) && platform().equals(Schema.simplify(platform));
  }

  /** Returns the remote platform, in lower case and without punctuation. */
  public String platform() {
    return config.remote() instanceof EntityReference.OnPlatform remote
        ? Schema.simplify(remote.platform())
        : "";
  }
}
