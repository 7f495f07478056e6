package com.puraify.sync.internal.http;

import com.puraify.sync.error.ConnectorException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;

/** Tells what a broken exchange means: who must act, and whether the request had gone out. */
final class Failures {

  private Failures() {}

  /**
   * Returns the exception for an exchange without an answer. It is marked as possibly effective
   * unless the request was provably never sent. The cause is kept where it speaks of addresses and
   * certificates alone; elsewhere it may quote what was received.
   */
  static ConnectorException of(IOException failure) {
    if (isAny(failure, CertificateException.class)) {
      return new ConnectorException(
          ConnectorException.Kind.PROTOCOL,
          "the platform's certificate is not trusted; nothing was sent",
          failure);
    }
    if (isAny(failure, UnknownHostException.class, UnresolvedAddressException.class)) {
      return unreachable("its name cannot be resolved", failure);
    }
    if (isAny(failure, HttpConnectTimeoutException.class)) {
      return unreachable("the connection was not accepted in time", failure);
    }
    if (isAny(failure, ConnectException.class, NoRouteToHostException.class)) {
      return unreachable("the connection was refused", failure);
    }
    if (isAny(failure, SSLHandshakeException.class)) {
      return unreachable("no secure connection came about", failure);
    }
    if (failure instanceof HttpTimeoutException) {
      return new ConnectorException(
              ConnectorException.Kind.TIMEOUT, "the platform's answer was not complete in time")
          .withEffectPossible();
    }
    return new ConnectorException(
            ConnectorException.Kind.UNAVAILABLE,
            "the connection broke before the answer was complete ("
                + failure.getClass().getSimpleName()
                + ")")
        .withEffectPossible();
  }

  private static ConnectorException unreachable(String why, IOException failure) {
    return new ConnectorException(
        ConnectorException.Kind.UNAVAILABLE,
        "the platform cannot be reached: " + why + "; nothing was sent",
        failure);
  }

  @SafeVarargs
  private static boolean isAny(Throwable failure, Class<? extends Throwable>... types) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      for (Class<? extends Throwable> type : types) {
        if (type.isInstance(each)) {
          return true;
        }
      }
    }
    return false;
  }
}
