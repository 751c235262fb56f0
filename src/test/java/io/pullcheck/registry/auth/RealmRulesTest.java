package io.pullcheck.registry.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.registry.http.Reach;
import java.net.URI;
import java.util.List;
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
          https://registry.cn-zhangjiakou.aliyuncs.com | https://dockerauth-cn-zhangjiakou.aliyuncs.com/auth
          https://shop.cn-hangzhou.cr.aliyuncs.com    | https://dockerauth-ee.cn-hangzhou.aliyuncs.com/auth
          https://crpi-1.cn-hangzhou.personal.cr.aliyuncs.com | https://dockerauth.cn-hangzhou.aliyuncs.com/auth
          https://rg.fr-par.scw.cloud                 | https://api.scaleway.com/registry-internal/v1/regions/fr-par/tokens
          https://registry.hub.docker.com             | https://auth.docker.io/token
          https://registry.digitalocean.com           | https://api.digitalocean.com/v2/registry/auth
          https://reg.team.svc.cluster.local          | https://reg.team.svc.cluster.local:5001/token
          https://shop.azurecr.io                     | https://shop.azurecr.io/oauth2/token
          https://reg.shop.co.uk                      | https://login.shop.co.uk/token
          https://10.1.2.3:5000                       | https://10.1.2.3:5001/token
          https://[fd00::1]:5000                      | https://[fd00::1]:5001/token
          https://registry:5000                       | https://registry/token
          http://registry:5000                        | http://registry:5001/token
          """)
  void mayHaveTheCredentials(URI registry, URI realm) {
    assertThat(judge(registry, realm, Set.of(), false))
        .isEqualTo(new Realm.Allowed(Reach.ANYWHERE));
    assertThat(judge(registry, realm, Set.of(), true)).isEqualTo(new Realm.Allowed(Reach.ANYWHERE));
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
          https://reg.team.svc.cluster.local | https://evil.other.svc.cluster.local/token
          https://reg.team.svc.corp.example  | https://evil.other.svc.corp.example/token
          https://reg.team.svc               | https://evil.team.svc/token
          https://a.10.1.2.3.nip.io       | https://b.9.9.2.3.nip.io/token
          https://a.10-1-2-3.sslip.io     | https://evil.sslip.io/token
          https://shop.westeurope.cloudapp.azure.com | https://evil.westeurope.cloudapp.azure.com/token
          https://shop.azurecr.io         | https://evil.azurecr.io/token
          https://shop.cn-hangzhou.cr.aliyuncs.com | https://evil.cn-hangzhou.cr.aliyuncs.com/token
          https://registry.cn-hangzhou.aliyuncs.com | https://evil.oss-cn-hangzhou.aliyuncs.com/token
          https://registry.cn-hangzhou.aliyuncs.com | https://dockerauth.cn-beijing.aliyuncs.com/auth
          https://1.dkr.ecr.eu-west-1.amazonaws.com | https://2.dkr.ecr.eu-west-1.amazonaws.com/token
          https://rg.evil.example.scw.cloud | https://api.scaleway.com/token
          """)
  void mayNotHaveThem(URI registry, URI realm) {
    assertThat(judge(registry, realm, Set.of(), false))
        .isInstanceOfSatisfying(
            Realm.Refused.class,
            refused ->
                assertThat(refused.detail()).contains(realm.getHost()).contains("authHosts"));
    assertThat(judge(registry, realm, Set.of(), true))
        .isEqualTo(new Realm.Allowed(Reach.VERIFIED_PUBLIC));
  }

  // With a login and without: whoever answers by HTTP may be anybody in the cluster.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          https://reg.io | http://reg.io/token
          https://reg.io | http://auth.reg.io/token
          https://reg.io | http://internal/admin/delete?all=true
          http://reg.io  | http://reg.io/token
          """)
  void nobodyIsAskedByPlainHttpUnlessTheRegistryIsPlainByConfiguration(URI registry, URI realm) {
    for (boolean anonymous : List.of(true, false)) {
      assertThat(new RealmRules(registry, false, Set.of(), true).judge(realm, anonymous))
          .isInstanceOfSatisfying(
              Realm.Refused.class,
              refused ->
                  assertThat(refused.detail()).contains(realm.getHost()).contains("plainHttp"));
    }
  }

  @Test
  void aPlainRegistryMayNotNameAStrangerByPlainHttpEither() {
    URI realm = URI.create("http://internal/admin/delete?all=true");

    assertThat(judge(URI.create("http://registry:5000"), realm, Set.of(), true))
        .isEqualTo(new Realm.Refused(RealmRules.named("internal")));
    assertThat(judge(URI.create("http://registry:5000"), realm, Set.of("internal"), true))
        .isEqualTo(new Realm.Allowed(Reach.ANYWHERE));
  }

  @Test
  void aRegistryAtAPrivateAddressMayNameAStrangerThatIsAtOneToo() {
    URI registry = URI.create("https://reg.io");

    assertThat(
            new RealmRules(registry, false, Set.of(), true)
                .judge(URI.create("https://a.net/t"), true))
        .isEqualTo(new Realm.Allowed(Reach.VERIFIED));
  }

  private static Realm judge(URI registry, URI realm, Set<String> authHosts, boolean anonymous) {
    boolean plainHttp = registry.getScheme().equals("http");
    return new RealmRules(registry, plainHttp, authHosts, false).judge(realm, anonymous);
  }

  @Test
  void whoIsNamedInAuthHostsMay() {
    URI registry = URI.create("https://reg.io");
    Realm allowed = new Realm.Allowed(Reach.ANYWHERE);

    assertThat(judge(registry, URI.create("https://a.net/t"), Set.of("a.net"), false))
        .isEqualTo(allowed);
    assertThat(judge(registry, URI.create("https://a.net:8443/t"), Set.of("a.net"), false))
        .isEqualTo(allowed);
    assertThat(judge(registry, URI.create("https://a.net:8443/t"), Set.of("a.net:8443"), false))
        .isEqualTo(allowed);
    assertThat(judge(registry, URI.create("https://a.net/t"), Set.of("a.net:8443"), false))
        .isEqualTo(new Realm.Refused(RealmRules.named("a.net")));
    assertThat(judge(registry, URI.create("http://a.net/t"), Set.of("a.net"), false))
        .isInstanceOfSatisfying(
            Realm.Refused.class, refused -> assertThat(refused.detail()).contains("not HTTPS"));
  }
}
