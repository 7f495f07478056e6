package com.puraify.sync.examples;

import com.puraify.sync.connector.Json;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A tiny service with one list of todos, which nobody has written a connector for yet.
 *
 * <p>{@code GET /lists}; {@code GET /lists/L?after=ID} in pages of two; {@code POST /lists/L} with
 * an {@code Idempotency-Key}; {@code GET}, {@code PATCH} and {@code DELETE /lists/L/ID}. A todo
 * without a text is refused. Thread-safe.
 */
final class TodoService implements AutoCloseable {

  static final String TOKEN = "todo-secret";
  private static final int PAGE = 2;

  private final String list;
  private final HttpServer server;
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<String, Json> todos = new TreeMap<>();
  private final Map<String, String> idsByKey = new HashMap<>();
  private int count;
  private int served;
  private int broken;
  private boolean answerLost;

  private TodoService(String list) throws IOException {
    this.list = list;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/lists", this::handle);
    server.start();
  }

  static TodoService start(String list) throws IOException {
    return new TodoService(list);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Adds a todo or changes one, as a person in the service's own interface would. */
  String put(String text, boolean done) {
    return locked(() -> todo(nextId(), text, done)).at("id").text();
  }

  /** Changes a todo, as a person would. */
  void edit(String id, Json changes) {
    locked(() -> edited(Objects.requireNonNull(todos.get(id), "there is no todo " + id), changes));
  }

  /** Removes a todo, as a person would. */
  void remove(String id) {
    locked(() -> todos.remove(id));
  }

  /** Returns all todos by their ids. */
  Map<String, Json> todos() {
    return locked(() -> new TreeMap<>(todos));
  }

  /** Returns how many requests were served so far. */
  int served() {
    return locked(() -> served);
  }

  /** Makes every request fail with a status from now on; 0 ends that. */
  void breakWith(int status) {
    locked(() -> broken = status);
  }

  /** Makes the answer to the next request that writes get lost. */
  void loseAnswer(boolean yes) {
    locked(() -> answerLost = yes);
  }

  /** Returns the texts of all todos with a mark on those that are done. */
  List<String> shown() {
    return locked(
        () ->
            todos.values().stream()
                .map(t -> (t.at("done").bool() ? "[x] " : "[ ] ") + t.at("text").text())
                .toList());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Json request = body.isEmpty() ? Json.MISSING : Json.parse(body);
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      Json answer =
          ("Bearer " + TOKEN).equals(authorization)
              ? locked(() -> answer(exchange, request))
              : Json.of(401);
      if (locked(() -> isLost(exchange))) {
        return; // the connection is closed without an answer
      }
      byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      int status = answer.isNumber() ? answer.number().intValueExact() : 200;
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private boolean isLost(HttpExchange exchange) {
    boolean lost = answerLost && !exchange.getRequestMethod().equals("GET");
    answerLost &= !lost;
    return lost;
  }

  /** Returns the answer's body, or a number for an error of that status. */
  private Json answer(HttpExchange exchange, Json request) {
    served++;
    if (broken != 0) {
      return Json.of(broken);
    }
    String[] path = exchange.getRequestURI().getRawPath().split("/", -1);
    if (path.length == 2) {
      return Json.array(Json.of(list));
    }
    if (!path[2].equals(list)) {
      return Json.of(404);
    }
    String method = exchange.getRequestMethod();
    if (path.length == 3) {
      return method.equals("GET")
          ? page(exchange.getRequestURI().getQuery())
          : create(request, exchange.getRequestHeaders().getFirst("Idempotency-Key"));
    }
    Json todo = todos.get(path[3]);
    if (todo == null) {
      return Json.of(404);
    }
    return switch (method) {
      case "PATCH" -> edited(todo, request);
      case "DELETE" -> {
        todos.remove(path[3]);
        yield todo;
      }
      default -> todo;
    };
  }

  private Json page(@org.jspecify.annotations.Nullable String query) {
    String after = query == null ? "" : query.substring(query.indexOf('=') + 1);
    List<Json> some = new ArrayList<>(todos.tailMap(after, false).values());
    List<Json> page = some.subList(0, Math.min(PAGE, some.size()));
    String next = some.size() > PAGE ? page.get(PAGE - 1).at("id").text() : null;
    return Json.object(answer -> answer.put("todos", Json.array(page)).put("next", next));
  }

  private Json create(Json request, String key) {
    if (!request.at("text").isText()) {
      return Json.of(422);
    }
    String id = idsByKey.computeIfAbsent(key, unknown -> nextId());
    return todos.containsKey(id)
        ? Json.object(todos.get(id).members())
        : todo(id, request.at("text").text(), request.at("done").isTrue());
  }

  private Json edited(Json todo, Json changes) {
    if (!changes.at("text").isMissing() && !changes.at("text").isText()) {
      return Json.of(422);
    }
    String text = (changes.at("text").isText() ? changes : todo).at("text").text();
    boolean done = (changes.at("done").isMissing() ? todo : changes).at("done").isTrue();
    return todo(todo.at("id").text(), text, done);
  }

  private Json todo(String id, String text, boolean done) {
    Json todo = Json.object(t -> t.put("id", id).put("text", text).put("done", done));
    todos.put(id, todo);
    return todo;
  }

  private String nextId() {
    return "t" + (1000 + ++count);
  }

  private <T> T locked(java.util.function.Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
