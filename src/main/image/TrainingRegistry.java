import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A registry to train by, which has every tag. On its first port it speaks HTTP, and tells a client that begins with TLS
 * so, as registries in Go do; on its second HTTPS, and wants a token. Prints both ports, and runs until it is killed.
 *
 * <p>A program of one file, for the java that builds, which may be 17: that is why this is no Markdown.
 */
class TrainingRegistry {

  private static final byte[] MANIFEST =
      "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"layers\":[]}".getBytes();
  private static final int TLS_HANDSHAKE = 0x16;

  public static void main(String[] arguments) throws Exception {
    ServerSocket plain = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    HttpsServer tls = tls(Path.of(arguments[0]), arguments[1].toCharArray());
    System.out.println(plain.getLocalPort() + " " + tls.getAddress().getPort());
    while (true) {
      Socket client = plain.accept();
      new Thread(() -> serve(client)).start();
    }
  }

  private static void serve(Socket client) {
    try (client; InputStream in = client.getInputStream()) {
      int first = in.read();
      while (first != -1) {
        if (first == TLS_HANDSHAKE) {
          client.getOutputStream().write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes());
          return;
        }
        skipHead(in);
        String head =
            "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.oci.image.manifest.v1+json\r\nContent-Length: "
                + MANIFEST.length
                + "\r\n\r\n";
        client.getOutputStream().write(head.getBytes());
        if (first == 'G') {
          client.getOutputStream().write(MANIFEST);
        }
        first = in.read();
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  private static void skipHead(InputStream in) throws IOException {
    int ends = 0;
    while (ends < 2) {
      int next = in.read();
      if (next == '\n') {
        ends++;
      } else if (next == -1) {
        return;
      } else if (next != '\r') {
        ends = 0;
      }
    }
  }

  private static HttpsServer tls(Path store, char[] password) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, password);
    }
    KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    String realm = "https://127.0.0.1:" + server.getAddress().getPort() + "/token";
    server.createContext("/token", answer -> reply(answer, 200, "application/json", "{\"token\":\"t\"}".getBytes()));
    HttpHandler registry =
        answer -> {
          if (answer.getRequestHeaders().containsKey("Authorization")) {
            reply(answer, 200, "application/vnd.oci.image.manifest.v1+json", MANIFEST);
          } else {
            answer.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"train\"");
            reply(answer, 401, "application/json", "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}".getBytes());
          }
        };
    server.createContext("/v2/", registry);
    // By itself it does one handshake after the other, in the thread that accepts.
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    return server;
  }

  private static void reply(HttpExchange answer, int status, String type, byte[] body) throws IOException {
    answer.getResponseHeaders().set("Content-Type", type);
    if (answer.getRequestMethod().equals("HEAD")) {
      answer.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      answer.sendResponseHeaders(status, -1);
    } else {
      answer.sendResponseHeaders(status, body.length);
      answer.getResponseBody().write(body);
    }
    answer.close();
  }
}
