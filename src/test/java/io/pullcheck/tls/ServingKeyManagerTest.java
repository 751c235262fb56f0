package io.pullcheck.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServingKeyManagerTest {

  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final CertificateAuthority authority = CertificateAuthority.create(NOW);
  private final ServingKeyManager keys = new ServingKeyManager();

  @Test
  void aHandshakeUnderWayKeepsItsCertificateWhenANewOneComes() {
    ServingCertificate first = authority.issue(List.of("web"), NOW);
    keys.use(first);
    String alias = keys.chooseEngineServerAlias("EC", null, null);
    keys.use(authority.issue(List.of("web"), NOW));
    assertThat(keys.getPrivateKey(alias)).isEqualTo(first.key());
    assertThat(keys.getCertificateChain(alias)).containsExactly(first.leaf());
  }

  @Test
  void theNextHandshakeGetsTheNewOne() {
    keys.use(authority.issue(List.of("web"), NOW));
    ServingCertificate second = authority.issue(List.of("web"), NOW);
    keys.use(second);
    String alias = keys.chooseEngineServerAlias("EC", null, null);
    assertThat(keys.getCertificateChain(alias)).containsExactly(second.leaf());
  }

  @Test
  void onlyAKeyOfTheAskedKindIsOffered() {
    assertThat(keys.chooseEngineServerAlias("EC", null, null)).isNull();
    keys.use(authority.issue(List.of("web"), NOW));
    assertThat(keys.chooseEngineServerAlias("RSA", null, null)).isNull();
    assertThat(keys.chooseEngineServerAlias("EC", null, null)).isNotNull();
  }
}
