package io.pullcheck.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.oracle.Comparison.Compared;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pullcheck against the node's own code, on registries that are made up.
final class RegistryOracle {

  @TempDir private Path folder;

  @Test
  void anImageArrivesWherePullcheckSaysSo() throws Exception {
    Certificates certificates = new Certificates();
    Generator generator = new Generator(Long.getLong("pullcheck.oracle.seed", 1));
    int size = Integer.getInteger("pullcheck.oracle.size", 150);
    new ManifestCases(generator).add(size);
    new BodyCases(generator).add(size);
    new TokenCases(generator).add(size);
    new LoginCases(generator).add(size);
    new IndexCases(generator).add(size);
    new HostCases(generator, certificates.authority(), TestingChain.keyPair("RSA")).add(size);
    Path program = Path.of(System.getProperty("pullcheck.oracle", "target/oracle"));
    try (Comparison comparison = new Comparison(program, folder, certificates)) {
      List<Compared> all = comparison.compare(generator.scenarios());
      List<Compared> different =
          new ArrayList<>(all.stream().filter(each -> !each.agrees()).toList());
      System.out.printf(
          "%d of %d cases agree with containerd%n", all.size() - different.size(), all.size());
      different.removeIf(Exceptions::has);
      assertThat(different.stream().map(Compared::toString)).isEmpty();
    }
  }
}
