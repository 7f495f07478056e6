package com.puraify.sync.testkit.simulator;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * An HTTP/1.1 server on 127.0.0.1 with a thread per connection. It is written on sockets and not on
 * {@code jdk.httpserver} because the latter stamps every answer with the machine's own {@code
 * Date}: clients take cursors from that header, so it has to come from the simulated clock.
 * Thread-safe.
 */
public final class LoopbackServer implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final ServerSocket listener;
  private final InstantSource clock;
  private final Function<Incoming, Answer> handler;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads;

  private LoopbackServer(
      ServerSocket listener, InstantSource clock, Function<Incoming, Answer> handler) {
    this.listener = listener;
    this.clock = clock;
    this.handler = handler;
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "simulator-" + listener.getLocalPort());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts a server.
   *
   * @param port the port, or 0 for any free one
   * @param clock what the {@code Date} header shows
   * @param handler answers the requests, on many threads at a time
   * @throws IOException if the port cannot be had
   */
  public static LoopbackServer start(
      int port, InstantSource clock, Function<Incoming, Answer> handler) throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 256);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    LoopbackServer server = new LoopbackServer(listener, clock, handler);
    server.threads.execute(server::accept);
    return server;
  }

  /** Returns the address of the server, without a trailing slash. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        threads.execute(() -> converse(socket));
      } catch (IOException | RejectedExecutionException e) {
        // The server was closed, or the client was gone before it was accepted.
      }
    }
  }

  private void converse(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 32 * 1024);
      boolean more = true;
      while (more) {
        Incoming request = HttpWire.read(in, out);
        more = request != null && answer(request, out);
      }
    } catch (IOException e) {
      // The client went away, or did not speak HTTP: there is nobody to tell.
    } finally {
      open.remove(socket);
    }
  }

  private boolean answer(Incoming request, OutputStream out) throws IOException {
    Answer answer = handler.apply(request);
    if (answer.delivery() == Answer.Delivery.DROPPED) {
      return false;
    }
    boolean close = "close".equalsIgnoreCase(request.header("connection"));
    HttpWire.write(out, answer, clock.instant(), close);
    return !close && answer.delivery() == Answer.Delivery.WHOLE;
  }

  /** Closes the port and every open connection. */
  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdown();
    }
  }
}
