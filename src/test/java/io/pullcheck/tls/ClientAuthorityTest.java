package io.pullcheck.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAuthorityTest {

  private final Instant now = Instant.now();
  private final CertificateAuthority ours = CertificateAuthority.create(now);
  private final CertificateAuthority other = CertificateAuthority.create(now);

  @Test
  void acceptsWhatItsCaHasSignedAndNothingElse() throws IOException {
    ClientAuthority authority = of(ours);

    assertThat(authority.accepts(ours.issue(List.of("api-server"), now).chain())).isTrue();
    assertThat(authority.accepts(other.issue(List.of("api-server"), now).chain())).isFalse();
    assertThat(authority.accepts(List.of())).isFalse();
  }

  @Test
  void doesNotAcceptWhatHasExpired() throws IOException {
    Instant once = now.minus(Duration.ofDays(30));
    CertificateAuthority old = CertificateAuthority.create(once);

    assertThat(of(old).accepts(old.issue(List.of("api-server"), once).chain())).isFalse();
  }

  @Test
  void severalCasMayFollowEachOther() throws IOException {
    byte[] both = (Pem.of(other.certificate()) + Pem.of(ours.certificate())).getBytes(US_ASCII);

    assertThat(ClientAuthority.parse(both).accepts(ours.issue(List.of("a"), now).chain())).isTrue();
  }

  @Test
  void whatIsNoCertificateIsRefused() {
    assertThatThrownBy(() -> ClientAuthority.parse("nothing".getBytes(US_ASCII)))
        .isInstanceOf(IOException.class)
        .hasMessage("holds no PEM certificate");
  }

  private static ClientAuthority of(CertificateAuthority authority) throws IOException {
    return ClientAuthority.parse(Pem.of(authority.certificate()).getBytes(US_ASCII));
  }
}
