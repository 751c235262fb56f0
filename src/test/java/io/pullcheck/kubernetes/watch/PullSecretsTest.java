package io.pullcheck.kubernetes.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.credentials.PullSecretSource.Lookup;
import io.pullcheck.credentials.SecretFormat;
import io.pullcheck.kubernetes.ApiObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullSecretsTest {

  private final List<String> changed = new ArrayList<>();
  private final Set<String> forbidden = new TreeSet<>();
  private final InformedSecrets secrets =
      new InformedSecrets(
          namespace -> !forbidden.contains(namespace),
          changed::add,
          new NamespaceShares(1_000_000));

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "kubernetes.io/dockerconfigjson, .dockerconfigjson, {},     Found",
        "kubernetes.io/dockercfg,        .dockercfg,        {},     Found",
        "kubernetes.io/dockerconfigjson, .dockerconfigjson, broken, Unusable",
        "kubernetes.io/dockerconfigjson, .dockercfg,        {},     Missing",
        "kubernetes.io/dockerconfigjson, .dockerconfigjson, '',     Missing",
        "Opaque,                         .dockerconfigjson, {},     Missing",
        "-,                              .dockerconfigjson, {},     Missing",
      })
  void whatASecretIsDependsOnItsTypeAndContent(
      String type, String key, String content, String expected) {
    assertThat(SecretLookup.of(secret("login", type, key, content)))
        .extracting(lookup -> lookup.getClass().getSimpleName())
        .isEqualTo(expected);
  }

  @Test
  void onlyAChangeOfContentIsReported() {
    put(SecretFormat.DOCKER_CONFIG_JSON, "{}");
    put(SecretFormat.DOCKER_CONFIG_JSON, "{}");
    assertThat(changed).containsExactly("shop");
    put(SecretFormat.DOCKER_CONFIG_JSON, "{\"auths\": {\"reg.io\": {}}}");
    secrets.sink(SecretFormat.DOCKER_CONFIG_JSON).remove("shop", "login");
    assertThat(changed).containsExactly("shop", "shop", "shop");
    assertThat(secrets.secret("shop", "login")).isEqualTo(new Lookup.Missing());
  }

  @Test
  void aSecretThatCameBackWithTheOtherTypeIsNotLostToItsLateDeletion() {
    put(SecretFormat.DOCKERCFG, "{}");
    put(SecretFormat.DOCKER_CONFIG_JSON, "{}");
    secrets.sink(SecretFormat.DOCKERCFG).remove("shop", "login");
    assertThat(secrets.secret("shop", "login")).isInstanceOf(Lookup.Found.class);
  }

  @Test
  void whereSecretsMayNotBeListedNothingCanBeSaid() {
    forbidden.add("shop");
    assertThat(secrets.secret("shop", "login")).isEqualTo(new Lookup.NotReadable());
    assertThat(secrets.secret("bank", "login")).isEqualTo(new Lookup.Missing());
  }

  @Test
  void aServiceAccountsSecretsAreThoseWithANameAndOnlyAChangeIsReported() {
    ServiceAccounts accounts = new ServiceAccounts(changed::add, new NamespaceShares(1_000_000));
    accounts.put(account("plain", "[]"));
    accounts.put(account("builder", "[{name: first}, {}, {name: second}]"));
    accounts.put(account("builder", "[{name: first}, {name: second}]"));
    assertThat(accounts.pullSecrets("shop", "builder")).containsExactly("first", "second");
    assertThat(accounts.pullSecrets("shop", "plain")).isEmpty();
    assertThat(changed).containsExactly("shop");
    accounts.remove("shop", "plain");
    accounts.remove("shop", "builder");
    assertThat(accounts.pullSecrets("shop", "builder")).isEmpty();
    assertThat(changed).containsExactly("shop", "shop");
  }

  /// A namespace may have a thousand secrets of a quarter of a megabyte each.
  @Test
  void aSecretThatHasNoRoomCountsAsTooLargeUntilThereIsSome() {
    InformedSecrets few = new InformedSecrets(_ -> true, changed::add, new NamespaceShares(2_000));
    ReportingStore.Sink sink = few.sink(SecretFormat.DOCKER_CONFIG_JSON);
    ApiObject first = login("first");
    ApiObject second = login("second");
    sink.put(first);
    sink.put(second);
    assertThat(few.secret("shop", "first")).isInstanceOf(Lookup.Found.class);
    assertThat(few.secret("shop", "second")).isEqualTo(new Lookup.TooLarge());

    sink.remove("shop", "first");
    sink.put(second);
    assertThat(few.secret("shop", "second")).isInstanceOf(Lookup.Found.class);
  }

  private static ApiObject login(String name) {
    return secret(
        name,
        "kubernetes.io/dockerconfigjson",
        ".dockerconfigjson",
        "{\"auths\": {\"reg.io\": {\"username\": \"ada\", \"password\": \"lovelace\"}}}");
  }

  private void put(SecretFormat format, String content) {
    String key = format == SecretFormat.DOCKERCFG ? ".dockercfg" : ".dockerconfigjson";
    secrets.sink(format).put(secret("login", format.type(), key, content));
  }

  private static ApiObject secret(String name, String type, String key, String content) {
    String data = Base64.getEncoder().encodeToString(content.getBytes(UTF_8));
    return Manifests.read(
        """
        metadata: {namespace: shop, name: %s}
        %s
        data: {%s: "%s", other: c2VjcmV0}
        """
            .formatted(name, type == null ? "" : "type: " + type, key, data));
  }

  private static ApiObject account(String name, String secrets) {
    return Manifests.read(
        "metadata: {namespace: shop, name: %s}%nimagePullSecrets: %s%n".formatted(name, secrets));
  }
}
