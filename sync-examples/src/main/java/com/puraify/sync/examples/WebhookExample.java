package com.puraify.sync.examples;

import com.puraify.sync.SyncEngine;
import com.puraify.sync.webhook.WebhookDelivery;
import com.puraify.sync.webhook.WebhookReply;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A web server that takes platforms' webhooks at {@code /hooks/PROJECT/PLATFORM} and hands them to
 * an engine.
 *
 * <p>Not started by anybody until {@link HttpServer#start} is called.
 */
public final class WebhookExample {

  private WebhookExample() {}

  /**
   * Returns a server on this machine.
   *
   * @param engine the engine, on which syncs listen
   * @param publicAddress how platforms reach this server, such as {@code
   *     https://hooks.example.com}; some sign it
   * @param port the port, or 0 for any free one
   * @throws IOException if the port cannot be had
   */
  public static HttpServer server(SyncEngine engine, URI publicAddress, int port)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/hooks/", exchange -> answer(engine, publicAddress, exchange));
    return server;
  }

  private static void answer(SyncEngine engine, URI publicAddress, HttpExchange exchange)
      throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      WebhookReply reply = WebhookReply.of(404);
      if (path.length == 4) {
        WebhookDelivery delivery =
            WebhookDelivery.read(
                exchange.getRequestMethod(),
                publicAddress.resolve(exchange.getRequestURI()),
                exchange.getRequestHeaders(),
                exchange.getRequestBody());
        reply = engine.receive(path[2], path[3], delivery);
      }
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      if (reply.contentType() != null) {
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
      }
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
