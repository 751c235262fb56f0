package io.pullcheck.kubernetes;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/// A builder of the JDK's that tells what it has built.
///
/// @param builder does the work
/// @param built is given each client
record KeptHttpClients(HttpClient.Builder builder, Consumer<HttpClient> built)
    implements HttpClient.Builder {

  @Override
  public HttpClient build() {
    HttpClient client = builder.build();
    built.accept(client);
    return client;
  }

  @Override
  public HttpClient.Builder cookieHandler(CookieHandler handler) {
    return with(builder.cookieHandler(handler));
  }

  @Override
  public HttpClient.Builder connectTimeout(Duration timeout) {
    return with(builder.connectTimeout(timeout));
  }

  @Override
  public HttpClient.Builder sslContext(SSLContext context) {
    return with(builder.sslContext(context));
  }

  @Override
  public HttpClient.Builder sslParameters(SSLParameters parameters) {
    return with(builder.sslParameters(parameters));
  }

  @Override
  public HttpClient.Builder executor(Executor executor) {
    return with(builder.executor(executor));
  }

  @Override
  public HttpClient.Builder followRedirects(HttpClient.Redirect policy) {
    return with(builder.followRedirects(policy));
  }

  @Override
  public HttpClient.Builder version(HttpClient.Version version) {
    return with(builder.version(version));
  }

  @Override
  public HttpClient.Builder priority(int priority) {
    return with(builder.priority(priority));
  }

  @Override
  public HttpClient.Builder proxy(ProxySelector selector) {
    return with(builder.proxy(selector));
  }

  @Override
  public HttpClient.Builder authenticator(Authenticator authenticator) {
    return with(builder.authenticator(authenticator));
  }

  @Override
  public HttpClient.Builder localAddress(InetAddress address) {
    return with(builder.localAddress(address));
  }

  private HttpClient.Builder with(HttpClient.Builder next) {
    return new KeptHttpClients(next, built);
  }
}
