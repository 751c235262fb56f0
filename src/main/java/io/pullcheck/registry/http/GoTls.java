package io.pullcheck.registry.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.core5.http.protocol.HttpContext;

/// Tells each server by which name it is asked (SNI), as Go does. The JDK leaves out a name with an
/// underscore, and a server of many names then shows the certificate of another.
final class GoTls extends DefaultClientTlsStrategy {

  private static final ScopedValue<String> TARGET = ScopedValue.newInstance();

  GoTls(SSLContext context, HostnameVerifier verifier) {
    super(context, HostnameVerificationPolicy.CLIENT, verifier);
  }

  @Override
  public SSLSocket upgrade(
      Socket socket, String target, int port, Object attachment, HttpContext context)
      throws IOException {
    return ScopedValue.where(TARGET, target)
        .call(() -> super.upgrade(socket, target, port, attachment, context));
  }

  @Override
  protected void initializeSocket(SSLSocket socket) {
    if (TARGET.get().indexOf('_') >= 0) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new Name(TARGET.get())));
      socket.setSSLParameters(parameters);
    }
  }

  private static final class Name extends SNIServerName {
    Name(String host) {
      super(StandardConstants.SNI_HOST_NAME, host.getBytes(StandardCharsets.US_ASCII));
    }
  }
}
