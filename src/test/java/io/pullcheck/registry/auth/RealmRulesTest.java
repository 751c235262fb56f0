package io.pullcheck.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RealmRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://reg.io                              | https://reg.io/token
          https://reg.io                              | https://reg.io:8443/token
          https://reg.io:5000                         | https://REG.IO/token
          https://registry-1.docker.io                | https://auth.docker.io/token
          https://dhi.io                              | https://auth.docker.io/token
          https://nvcr.io                             | https://authn.nvidia.com/token
          https://registry.gitlab.com                 | https://gitlab.com/jwt/auth
          https://registry.cn-hangzhou.aliyuncs.com   | https://dockerauth.cn-hangzhou.aliyuncs.com/auth
          https://shop.azurecr.io                     | https://shop.azurecr.io/oauth2/token
          https://reg.shop.co.uk                      | https://login.shop.co.uk/token
          https://10.1.2.3:5000                       | https://10.1.2.3:5001/token
          https://[fd00::1]:5000                      | https://[fd00::1]:5001/token
          https://registry:5000                       | https://registry/token
          http://registry:5000                        | http://registry:5001/token
          """)
  void mayHaveTheCredentials(URI registry, URI realm) {
    assertThat(RealmRules.refusal(registry, realm, Set.of())).isEmpty();
  }

  // One under a public suffix is nobody's neighbour: co.uk, github.io, and single labels.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://reg.io                  | https://evil.io/token
          https://reg.io                  | https://reg.io.evil.com/token
          https://reg.io                  | https://evilreg.io/token
          https://shop.co.uk              | https://evil.co.uk/token
          https://shop.github.io          | https://evil.github.io/token
          https://shop.azurecr.io         | https://auth.docker.io/token
          https://1.dkr.ecr.eu-west-1.amazonaws.com | https://evil.s3.amazonaws.com/token
          https://shop.jfrog.io           | https://authn.nvidia.com/token
          https://10.1.2.3                | https://10.1.2.4/token
          https://1.2.3.4                 | https://9.2.3.4/token
          https://registry                | https://login/token
          https://reg.svc                 | https://evil.svc/token
          https://reg.io                  | http://reg.io/token
          https://reg.io                  | http://auth.reg.io/token
          """)
  void mayNotHaveThem(URI registry, URI realm) {
    assertThat(RealmRules.refusal(registry, realm, Set.of()))
        .hasValueSatisfying(why -> assertThat(why).contains(realm.getHost()));
  }

  @Test
  void whoIsNamedInAuthHostsMay() {
    URI registry = URI.create("https://reg.io");

    assertThat(RealmRules.refusal(registry, URI.create("https://a.net/t"), Set.of("a.net")))
        .isEmpty();
    assertThat(RealmRules.refusal(registry, URI.create("https://a.net:8443/t"), Set.of("a.net")))
        .isEmpty();
    assertThat(
            RealmRules.refusal(registry, URI.create("https://a.net:8443/t"), Set.of("a.net:8443")))
        .isEmpty();
    assertThat(RealmRules.refusal(registry, URI.create("https://a.net/t"), Set.of("a.net:8443")))
        .hasValueSatisfying(why -> assertThat(why).contains("a.net").contains("authHosts"));
    assertThat(RealmRules.refusal(registry, URI.create("http://a.net/t"), Set.of("a.net")))
        .hasValueSatisfying(why -> assertThat(why).contains("not HTTPS"));
  }
}
