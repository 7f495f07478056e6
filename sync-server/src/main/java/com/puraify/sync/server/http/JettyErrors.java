package com.puraify.sync.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers what never gets as far as a route, such as a request that is no HTTP: not in HTML. */
public final class JettyErrors extends ErrorHandler {

  /** Creates the handler. */
  public JettyErrors() {}

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      String message,
      @Nullable Throwable cause,
      Callback callback) {
    ProblemException problem =
        ProblemException.of(
            ProblemType.of(code),
            "the request could not be taken" + (message == null ? "" : ": " + message),
            "mend the request; see /openapi.json");
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problems.MEDIA_TYPE);
    response.write(true, ByteBuffer.wrap(Problems.document(problem)), callback);
  }
}
