package io.pullcheck.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A token server as distribution's token specification has it: JWTs signed by RS256, with the
/// certificate in `x5c`. `alice` (`secret`) may pull everything, `bob` (`secret`) and everybody
/// without a login what begins with `public/`.
public final class TokenAuthority implements AutoCloseable {

  private static final String SERVICE = "test-registry";
  private static final String ISSUER = "test-issuer";
  private static final Pattern SCOPE = Pattern.compile("scope=([^&]*)");

  private final KeyPair keys = rsa();
  private final X509Certificate certificate;
  private final Path bundle;
  private final HttpServer server;
  private final List<String> logins = new CopyOnWriteArrayList<>();
  private volatile Duration life = Duration.ofMinutes(5);

  public TokenAuthority() throws IOException, GeneralSecurityException, OperatorCreationException {
    Instant now = Instant.now();
    X500Name name = new X500Name("CN=token authority");
    certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now.minusSeconds(60)),
                        Date.from(now.plusSeconds(3600)),
                        name,
                        keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
    bundle = Files.createTempFile("token", ".pem");
    bundle.toFile().deleteOnExit();
    Files.writeString(
        bundle,
        "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
            .formatted(
                Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(certificate.getEncoded())));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/token", this::answer);
    server.start();
  }

  /// For docker-registry's configuration.
  public String configuration() {
    return "auth: {token: {realm: \"http://127.0.0.1:%d/token\", service: %s, issuer: %s, rootcertbundle: %s}}"
        .formatted(server.getAddress().getPort(), SERVICE, ISSUER, bundle);
  }

  /// Who has asked for tokens, in order; empty without a login.
  public List<String> logins() {
    return logins;
  }

  /// How long the tokens from now on are good for, whatever they are said to be.
  public void life(Duration time) {
    life = time;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean posted = exchange.getRequestMethod().equals("POST");
    String login =
        posted
            ? value(form, "username") + ":" + value(form, "password")
            : login(exchange.getRequestHeaders().getFirst("Authorization"));
    String asked = posted ? form : exchange.getRequestURI().getRawQuery();
    logins.add(login);
    boolean known = login.isEmpty() || login.equals("alice:secret") || login.equals("bob:secret");
    String body =
        known
            ? "{\"%stoken\":\"%s\",\"expires_in\":300}"
                .formatted(posted ? "access_" : "", token(asked, login))
            : "{}";
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(known ? 200 : 401, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String login(String header) {
    return header == null
        ? ""
        : new String(
            Base64.getDecoder().decode(header.substring("Basic ".length())),
            StandardCharsets.UTF_8);
  }

  private static String value(String form, String name) {
    Matcher field = Pattern.compile("(?:^|&)" + name + "=([^&]*)").matcher(form);
    return field.find() ? URLDecoder.decode(field.group(1), StandardCharsets.UTF_8) : "";
  }

  private String token(String asked, String login) {
    Matcher scope = SCOPE.matcher(asked);
    String repository =
        scope.find()
            ? URLDecoder.decode(scope.group(1), StandardCharsets.UTF_8).split(":", -1)[1]
            : "";
    boolean granted = login.equals("alice:secret") || repository.startsWith("public/");
    String access =
        granted
            ? "{\"type\":\"repository\",\"name\":\"%s\",\"actions\":[\"pull\"]}"
                .formatted(repository)
            : "";
    Instant now = Instant.now();
    String claims =
        "{\"iss\":\"%s\",\"sub\":\"\",\"aud\":\"%s\",\"exp\":%d,\"nbf\":%d,\"iat\":%d,\"jti\":\"1\",\"access\":[%s]}"
            .formatted(
                ISSUER,
                SERVICE,
                now.plus(life).getEpochSecond(),
                now.getEpochSecond() - 120,
                now.getEpochSecond(),
                access);
    return signed(claims);
  }

  private String signed(String claims) {
    try {
      String header =
          "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"x5c\":[\"%s\"]}"
              .formatted(Base64.getEncoder().encodeToString(certificate.getEncoded()));
      String text =
          encoded(header.getBytes(StandardCharsets.UTF_8))
              + "."
              + encoded(claims.getBytes(StandardCharsets.UTF_8));
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return text + "." + encoded(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static KeyPair rsa() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
