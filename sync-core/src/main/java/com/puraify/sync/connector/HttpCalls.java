package com.puraify.sync.connector;

/**
 * Calls to a REST service.
 *
 * <p>Each call waits for the account's budget, is sent with the settings' headers, and is read up
 * to the settings' limits. It is repeated where that is safe and promises help: rate limits and
 * overload for every call that had no effect; server errors, time-outs and broken connections only
 * for {@linkplain HttpCall#repeatable repeatable} ones. A rate limit pauses the whole account for
 * as long as the platform asks. Thread-safe.
 */
public interface HttpCalls {

  /**
   * Makes a call.
   *
   * @return the answer, with a status of 2xx
   * @throws com.puraify.sync.error.ConnectorException for any other answer and for none; its {@code
   *     effectPossible} says whether a call that is not repeatable may have had its effect
   * @throws com.puraify.sync.error.SyncCancelledException if the run is cancelled or the thread
   *     interrupted
   */
  HttpAnswer send(HttpCall call);
}
