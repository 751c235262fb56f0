package io.pullcheck.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Debian's Chromium without a window, driven by its DevTools protocol, with one page open.
public final class Chromium implements AutoCloseable {

  private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/");
  private static final int SECONDS = 30;

  private final JsonMapper json = JsonMapper.shared();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final ChildProcess process;
  private final WebSocket socket;
  private final AtomicInteger calls = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();

  public Chromium() throws Exception {
    Path program = RealParts.require("chromium");
    folder = TemporaryFolder.create("chromium");
    process =
        ChildProcess.start(
            // Killed, it leaves there what it keeps beside its profile.
            Map.of("TMPDIR", folder.toString()),
            List.of(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder.resolve("profile"),
                "about:blank"));
    Matcher listening =
        Waiting.until(() -> LISTENING.matcher(process.output()), line -> line.find());
    HttpResponse<String> page =
        http.send(
            HttpRequest.newBuilder(URI.create("http://" + listening.group(1) + "/json/new"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    socket =
        http.newWebSocketBuilder()
            .buildAsync(
                URI.create(json.readTree(page.body()).path("webSocketDebuggerUrl").asString()),
                new Listener())
            .get(SECONDS, TimeUnit.SECONDS);
    call("Page.enable", Map.of());
    call("Runtime.enable", Map.of());
    call("Log.enable", Map.of());
  }

  public void open(URI page) throws Exception {
    call("Page.navigate", Map.of("url", page.toString()));
  }

  /// What an expression is on the page, waiting for promises.
  public JsonNode evaluate(String expression) throws Exception {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
    }
    return result.at("/result/value");
  }

  /// Waits until an expression is true.
  public void await(String expression) {
    boolean _ = Waiting.until(() -> evaluate(expression).asBoolean(false), held -> held);
  }

  /// Presses and releases a key.
  ///
  /// @param key as in `KeyboardEvent.key`
  public void press(String key) throws Exception {
    int code = key.equals("Tab") ? 9 : key.equals("Enter") ? 13 : key.charAt(0);
    String text = key.equals("Enter") ? "\r" : key.length() == 1 ? key : "";
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of(
              "type",
              type,
              "key",
              key,
              "code",
              key,
              "text",
              type.equals("keyDown") ? text : "",
              "windowsVirtualKeyCode",
              code));
    }
  }

  public void size(int width, int height, boolean phone) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", phone));
  }

  /// Says which colours the user prefers.
  ///
  /// @param scheme `dark` or `light`
  public void prefer(String scheme) throws Exception {
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /// Shows the page as it is printed.
  public void print() throws Exception {
    call("Emulation.setEmulatedMedia", Map.of("media", "print"));
  }

  public void screenshot(Path file) throws Exception {
    call("Emulation.setScrollbarsHidden", Map.of("hidden", true));
    JsonNode image = call("Page.captureScreenshot", Map.of("format", "png"));
    Files.write(file, Base64.getDecoder().decode(image.path("data").asString()));
  }

  /// What the browser complained about: errors of scripts, violations of the security policy, what
  /// could not be loaded.
  public List<String> problems() {
    return problems;
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    int id = calls.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(id, answer);
    String message =
        json.writeValueAsString(Map.of("id", id, "method", method, "params", parameters));
    socket.sendText(message, true).get(SECONDS, TimeUnit.SECONDS);
    JsonNode said = answer.get(SECONDS, TimeUnit.SECONDS);
    if (said.has("error")) {
      throw new IOException(method + ": " + said.path("error"));
    }
    return said.path("result");
  }

  private void received(JsonNode message) {
    if (message.has("id")) {
      CompletableFuture<JsonNode> answer = answers.remove(message.path("id").asInt());
      if (answer != null) {
        answer.complete(message);
      }
    } else if (message.path("method").asString().equals("Runtime.exceptionThrown")
        || message.at("/params/entry/level").asString("").equals("error")) {
      problems.add(message.path("params").toString());
    }
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        received(json.readTree(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.close();
    TemporaryFolder.delete(folder);
  }
}
