package io.pullcheck.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificates count as Go's `crypto/x509` has them, in real handshakes. [RegistryOracle] shows
/// the same table to the node's own code.
final class GoCertificatesTest {

  @TempDir private Path folder;

  @Test
  void aChainIsTrustedWhereANodeTrustsIt() throws Exception {
    Certificates certificates = new Certificates();
    CertificateTable table = new CertificateTable();
    List<Scenario> all = table.scenarios(certificates.authority());
    try (Comparison ours = new Comparison(Path.of("unused"), folder, certificates)) {
      assertThat(ours.ofPullcheck(all))
          .allSatisfy(
              each ->
                  assertThat(each.arrives())
                      .as("%s: %s", each.scenario().name(), each.verdict())
                      .isEqualTo(table.trusts(each.scenario())));
    }
  }
}
