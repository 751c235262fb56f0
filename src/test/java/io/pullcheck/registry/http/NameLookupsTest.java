package io.pullcheck.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullcheck.registry.TestingNames;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;

final class NameLookupsTest {

  private final TestingNames names = new TestingNames().name("reg.test", "192.0.2.7");
  private final List<Boolean> virtual = new CopyOnWriteArrayList<>();

  @Test
  void noVirtualThreadLooksANameUpItself() throws Exception {
    try (NameLookups lookups = new NameLookups(watched());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.submit(() -> lookups.resolve("reg.test")).get())
          .containsExactly(InetAddress.ofLiteral("192.0.2.7"));
    }

    assertThat(virtual).containsExactly(false);
  }

  @Test
  void aNameThatIsUnknownStaysSo() {
    try (NameLookups lookups = new NameLookups(names)) {
      assertThatThrownBy(() -> lookups.resolve("other.test"))
          .isInstanceOf(UnknownHostException.class)
          .hasMessage("other.test");
    }
  }

  private DnsResolver watched() {
    return new DnsResolver() {
      @Override
      public InetAddress[] resolve(String host) throws UnknownHostException {
        virtual.add(Thread.currentThread().isVirtual());
        return names.resolve(host);
      }

      @Override
      public String resolveCanonicalHostname(String host) {
        return host;
      }
    };
  }
}
