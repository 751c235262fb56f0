package io.pullcheck.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.testing.TestingHosts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RegistrySettingsTest {

  @ParameterizedTest
  @CsvSource({
    "reg.io, 50",
    "docker.io, 5",
    "Docker.IO, 5",
    "registry-1.docker.io, 5",
    "quay.io, 5",
    "public.ecr.aws, 1",
    "ghcr.io, 50"
  })
  void publicRegistriesHaveLowerLimits(String host, double rate) {
    HostSettings settings = TestingHosts.settings().of(host);

    assertThat(settings.requestsPerSecond()).isEqualTo(rate);
    assertThat(settings.concurrency()).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({
    "reg.shop.io, 1",
    "REG.shop.io, 1",
    "reg.shop.io:5000, 2",
    "other.shop.io, 3",
    "other.shop.io:5000, 3",
    "a.eu.shop.io, 4",
    "a.b.eu.shop.io, 4",
    "shop.io, 8"
  })
  void theLongestNameThatMatchesCounts(String host, int concurrency) {
    RegistrySettings settings =
        settings(
            List.of(
                concurrency("Reg.shop.io", 1),
                concurrency("reg.shop.io:5000", 2),
                concurrency("*.shop.io", 3),
                concurrency("*.eu.shop.io", 4)),
            1);

    assertThat(settings.of(host).concurrency()).isEqualTo(concurrency);
  }

  @Test
  void shardsShareAHostsRate() {
    assertThat(settings(List.of(), 4).of("reg.io").requestsPerSecond()).isEqualTo(12.5);
    assertThat(settings(List.of(concurrency("reg.io", 1)), 4).of("reg.io").requestsPerSecond())
        .isZero();
  }

  // A connection's target has its port, a reference only where it names one.
  @Test
  void thePortOfHttpsIsNoPartOfAName() {
    RegistrySettings settings =
        settings(List.of(concurrency("a.io", 1), concurrency("b.io:443", 2)), 1);

    assertThat(settings.name("A.io:443")).isEqualTo("a.io");
    assertThat(settings.of("a.io:443").concurrency()).isEqualTo(1);
    assertThat(settings.name("b.io:443")).isEqualTo("b.io:443");
    assertThat(settings.of("b.io:443").concurrency()).isEqualTo(2);
    assertThat(settings.of("b.io").concurrency()).isEqualTo(8);
  }

  // docker.io is connected to by another name, whose certificate, token server and rate are meant.
  @Test
  void theSettingsOfDockerHubReachTheHostThatServesIt() {
    RegistrySettings settings = settings(List.of(concurrency("docker.io", 1)), 1);

    assertThat(settings.of("registry-1.docker.io:443").concurrency()).isEqualTo(1);
    assertThat(settings.name("registry-1.docker.io")).isEqualTo("docker.io");
    RegistrySettings apart =
        settings(List.of(concurrency("docker.io", 1), concurrency("registry-1.docker.io", 2)), 1);
    assertThat(apart.of("registry-1.docker.io").concurrency()).isEqualTo(2);
  }

  private static RegistrySettings settings(List<HostSettings> hosts, int shards) {
    return new RegistrySettings(hosts, Verification.MANIFEST, false, false, shards);
  }

  private static HostSettings concurrency(String host, int concurrency) {
    return TestingHosts.limited(host, 0, concurrency);
  }
}
