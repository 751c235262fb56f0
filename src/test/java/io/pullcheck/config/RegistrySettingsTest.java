package io.pullcheck.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    assertThat(RegistrySettings.DEFAULT.of(host).requestsPerSecond()).isEqualTo(rate);
    assertThat(RegistrySettings.DEFAULT.of(host).concurrency()).isEqualTo(8);
    assertThat(RegistrySettings.builtInRate(host)).isEqualTo(rate);
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
            Map.of(
                "Reg.shop.io", concurrency(1),
                "reg.shop.io:5000", concurrency(2),
                "*.shop.io", concurrency(3),
                "*.eu.shop.io", concurrency(4)),
            1);

    assertThat(settings.of(host).concurrency()).isEqualTo(concurrency);
  }

  @Test
  void shardsShareAHostsRate() {
    assertThat(settings(Map.of(), 4).of("reg.io").requestsPerSecond()).isEqualTo(12.5);
    assertThat(settings(Map.of("reg.io", concurrency(1)), 4).of("reg.io").requestsPerSecond())
        .isZero();
  }

  private static RegistrySettings settings(Map<String, HostSettings> hosts, int shards) {
    return new RegistrySettings(hosts, Verification.MANIFEST, false, false, shards);
  }

  private static HostSettings concurrency(int concurrency) {
    return new HostSettings(
        List.of(),
        false,
        Set.of(),
        0,
        concurrency,
        Optional.empty(),
        false,
        false,
        Optional.empty());
  }
}
