package io.pullcheck.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ApiFailureTest {

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureSaysWhetherItIsWaitedFor(Throwable failure, ApiFailure expected) {
    assertThat(ApiFailure.of(failure)).isEqualTo(expected);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(status(403), ApiFailure.FORBIDDEN),
        arguments(new CompletionException(status(403)), ApiFailure.FORBIDDEN),
        arguments(new WatcherException("closed", status(403)), ApiFailure.FORBIDDEN),
        arguments(status(404), ApiFailure.NOT_FOUND),
        arguments(status(409), ApiFailure.CONFLICT),
        arguments(status(422), ApiFailure.CONFLICT),
        arguments(status(401), ApiFailure.UNREACHABLE),
        arguments(status(408), ApiFailure.UNREACHABLE),
        arguments(status(410), ApiFailure.UNREACHABLE),
        arguments(status(429), ApiFailure.UNREACHABLE),
        arguments(status(500), ApiFailure.UNREACHABLE),
        arguments(status(503), ApiFailure.UNREACHABLE),
        arguments(status(400), ApiFailure.OTHER),
        arguments(new KubernetesClientException("list", new IOException()), ApiFailure.UNREACHABLE),
        arguments(new CompletionException(new ConnectException()), ApiFailure.UNREACHABLE),
        arguments(new TimeoutException(), ApiFailure.UNREACHABLE),
        arguments(new IllegalStateException(), ApiFailure.OTHER),
        arguments(new ClassCastException("decoded"), ApiFailure.OTHER));
  }

  @Test
  void aFailureIsDescribedInOneLineByItsInnermostCause() {
    assertThat(
            ApiFailure.describe(
                new KubernetesClientException("list", new IOException("reset\nby peer"))))
        .isEqualTo("IOException: reset");
    assertThat(ApiFailure.describe(new CompletionException(new ConnectException())))
        .isEqualTo("connection refused");
  }

  @ParameterizedTest
  @MethodSource("described")
  void aFailureIsDescribedInWordsThatAReaderKnows(Throwable failure, String words) {
    assertThat(ApiFailure.describe(failure)).isEqualTo(words);
  }

  static Stream<Arguments> described() {
    ConnectException refused = new ConnectException();
    refused.initCause(new ClosedChannelException());
    return Stream.of(
        arguments(new KubernetesClientException("list", refused), "connection refused"),
        arguments(new IOException("io", new ClosedChannelException()), "connection refused"),
        arguments(
            new CompletionException(new UnknownHostException("api")), "its name does not resolve"),
        arguments(new TimeoutException(), "no answer in time"),
        arguments(
            new SSLHandshakeException("x.y.PathException: unknown", new IOException("unknown")),
            "no trusted TLS connection: unknown"),
        arguments(status(401), "HTTP 401: it does not accept our credentials"),
        arguments(status(503), "HTTP 503"));
  }

  @Test
  void aFailedRequestSaysWhatWasTriedAndWhy() {
    assertThat(ApiFailure.during("list pods", status(401)))
        .hasMessage("list pods: HTTP 401: the API server does not accept our credentials");
    assertThat(ApiFailure.during("list pods", status(409))).hasMessage("list pods: HTTP 409");
  }

  private static KubernetesClientException status(int code) {
    return new KubernetesClientException("refused", code, null);
  }
}
