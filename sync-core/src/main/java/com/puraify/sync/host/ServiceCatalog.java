package com.puraify.sync.host;

import java.util.List;
import java.util.Optional;

/** Which platforms are there, and whether a project is connected to them. Thread-safe. */
public interface ServiceCatalog {

  /** Returns the names of the platforms, in lower case. */
  List<String> platforms();

  /**
   * Returns how a project is connected to a platform, or empty if that is not known; a run whose
   * project is known not to be connected is refused.
   */
  Optional<ConnectionStatus> status(String project, String platform);

  /**
   * Returns what a project may do on a platform, in that catalog's words, or empty if that is not
   * known. For hosts to show; the engine goes by what the platform itself permits. Default: not
   * known.
   */
  default Optional<List<String>> scopes(String project, String platform) {
    return Optional.empty();
  }

  /**
   * How a project is connected to a platform.
   *
   * @param connected whether it is
   * @param detail why not, or what it may do, for people
   */
  record ConnectionStatus(boolean connected, String detail) {}

  /** Returns a catalog of some platforms that knows nothing of connections. */
  static ServiceCatalog of(List<String> platforms) {
    List<String> names = List.copyOf(platforms);
    return new ServiceCatalog() {
      @Override
      public List<String> platforms() {
        return names;
      }

      @Override
      public Optional<ConnectionStatus> status(String project, String platform) {
        return Optional.empty();
      }
    };
  }
}
