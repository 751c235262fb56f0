package io.pullcheck.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.oracle.Comparison.Compared;
import io.pullcheck.oracle.RecordedCases.Played;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pullcheck against the node's own code, on registries that are recorded and made up.
final class RegistryOracle {

  private static final Path PROGRAM =
      Path.of(System.getProperty("pullcheck.oracle", "target/oracle"));

  private static final long SEED = Long.getLong("pullcheck.oracle.seed", 1);

  private static final int SIZE = Integer.getInteger("pullcheck.oracle.size", 150);

  @TempDir private Path folder;

  @Test
  void recordedRegistriesEndAsOnANode() throws Exception {
    Certificates certificates = new Certificates();
    List<Compared> all = new ArrayList<>();
    List<String> unrecorded = new ArrayList<>();
    for (Played each : RecordedCases.all()) {
      Path files = folder.resolve(each.scenario().name());
      try (Comparison comparison = new Comparison(PROGRAM, files, certificates)) {
        Compared compared = comparison.compare(List.of(each.scenario())).getFirst();
        all.add(compared);
        if (!Exceptions.endsEarly(compared)) {
          each.unrecorded().forEach(asked -> unrecorded.add(compared + ": " + asked));
        }
      }
    }
    assertThat(unrecorded).isEmpty();
    report("recorded", all);
  }

  @Test
  void treesOfHostsEndAsOnANode() throws Exception {
    Certificates certificates = new Certificates();
    Generator generator = new Generator(SEED);
    Path tree = folder.resolve("certs.d");
    new HostTrees(generator, certificates, tree).add(SIZE * 2);
    try (Comparison comparison = new Comparison(PROGRAM, folder, certificates, Optional.of(tree))) {
      report("hosts.toml", comparison.compare(generator.scenarios()));
    }
  }

  @Test
  void chainsOfCertificatesAreTrustedAsOnANode() throws Exception {
    Certificates certificates = new Certificates();
    CertificateTable table = new CertificateTable();
    try (Comparison comparison = new Comparison(PROGRAM, folder, certificates)) {
      assertThat(comparison.compare(table.scenarios(certificates.authority())))
          .allSatisfy(
              each -> {
                assertThat(each.outcome().arrived())
                    .as("%s", each)
                    .isEqualTo(table.trusts(each.scenario()));
                assertThat(each.agrees()).as("%s", each).isTrue();
              });
    }
  }

  @Test
  void namesOfImagesAreReadAsByANode() throws Exception {
    List<String> written = OddNames.of(new Random(SEED), 20_000);
    List<String> named = NodeCode.names(PROGRAM, written);
    List<String> different = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      String ours = OddNames.named(written.get(i));
      if (!ours.equals(named.get(i))) {
        different.add(written.get(i) + ": " + ours + ", a node: " + named.get(i));
      }
    }
    assertThat(named).hasSameSizeAs(written);
    assertThat(different).isEmpty();
  }

  private static void report(String kind, List<Compared> all) {
    List<Compared> different =
        new ArrayList<>(all.stream().filter(each -> !each.agrees()).toList());
    long arrived = all.stream().filter(each -> each.outcome().arrived()).count();
    System.out.printf(
        "%d of %d %s cases agree with containerd, with which %d images arrive%n",
        all.size() - different.size(), all.size(), kind, arrived);
    assertThat(arrived).isBetween(all.size() / 10L, all.size() * 9L / 10);
    different.removeIf(Exceptions::has);
    assertThat(different.stream().map(Compared::toString)).isEmpty();
  }

  @Test
  void anImageArrivesWherePullcheckSaysSo() throws Exception {
    Certificates certificates = new Certificates();
    Generator generator = new Generator(SEED);
    new ManifestCases(generator).add(SIZE);
    new BodyCases(generator).add(SIZE);
    new TokenCases(generator).add(SIZE);
    new LoginCases(generator).add(SIZE);
    new IndexCases(generator).add(SIZE);
    new HostCases(generator, certificates.authority(), TestingChain.keyPair("RSA")).add(SIZE);
    try (Comparison comparison = new Comparison(PROGRAM, folder, certificates)) {
      report("made-up", comparison.compare(generator.scenarios()));
    }
  }
}
