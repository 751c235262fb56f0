package io.pullcheck.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.Verification;
import io.pullcheck.model.Reason;
import io.pullcheck.registry.TestingNames;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TargetsTest {

  private final TestingNames system =
      new TestingNames().name("reg.example", "8.8.8.8").name("wiki.corp.example", "10.1.2.3");
  private final NameLookups names = new NameLookups(system);

  @AfterEach
  void stop() {
    names.close();
  }

  @Test
  void aStrangersRealmMustBePublicAndVerified() {
    Targets targets = targets(Map.of(), false, false);

    assertThat(targets.refusal(call("https://reg.example/t", Reach.VERIFIED_PUBLIC))).isEmpty();
    assertThat(targets.refusal(call("https://wiki.corp.example/t", Reach.VERIFIED_PUBLIC)))
        .contains(new Reply.Failure(Reason.REALM_REFUSED, "it is at a private address"));
    assertThat(targets.refusal(call("https://10.1.2.3/t", Reach.VERIFIED_PUBLIC)))
        .contains(new Reply.Failure(Reason.REALM_REFUSED, "it is at a private address"));
    assertThat(targets.refusal(call("https://wiki.corp.example/t", Reach.VERIFIED))).isEmpty();
    assertThat(targets.refusal(call("http://reg.example/t", Reach.VERIFIED)))
        .contains(new Reply.Failure(Reason.REALM_REFUSED, "its certificate is not verified"));
    assertThat(
            targets(Map.of(), false, true)
                .refusal(call("https://reg.example/t", Reach.VERIFIED_PUBLIC)))
        .contains(new Reply.Failure(Reason.REALM_REFUSED, "its certificate is not verified"));
  }

  @Test
  void aProxyIsNotAskedForWhatResolvesToARefusedAddress() {
    Targets targets = targets(Map.of("HTTPS_PROXY", "http://proxy.example:3128"), true, false);

    assertThat(targets.refusal(call("https://wiki.corp.example/v2/", Reach.ANYWHERE)))
        .hasValueSatisfying(
            refused -> {
              assertThat(refused.reason()).isEqualTo(Reason.ADDRESS_REFUSED);
              assertThat(refused.detail()).contains("--deny-private-addresses");
            });
    assertThat(targets.refusal(call("https://reg.example/v2/", Reach.ANYWHERE))).isEmpty();
    // The proxy may know a name that this host does not.
    assertThat(targets.refusal(call("https://unknown.example/v2/", Reach.ANYWHERE))).isEmpty();
  }

  @Test
  void whatIsConnectedToDirectlyIsResolvedOnlyThen() {
    assertThat(
            targets(Map.of(), true, false)
                .refusal(call("https://wiki.corp.example/v2/", Reach.ANYWHERE)))
        .isEmpty();
  }

  private static HttpCall call(String uri, Reach reach) {
    return HttpCall.get(URI.create(uri), Map.of()).within(reach);
  }

  private Targets targets(Map<String, String> environment, boolean denyPrivate, boolean skip) {
    RegistrySettings settings =
        new RegistrySettings(List.of(), Verification.MANIFEST, skip, false, 1);
    return new Targets(
        new AddressRules(false, denyPrivate, Set.of()),
        Proxies.of(environment),
        new TlsProfiles(() -> settings, List.of()),
        names);
  }
}
