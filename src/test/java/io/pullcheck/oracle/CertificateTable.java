package io.pullcheck.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/// Chains of certificates that Go's `crypto/x509` trusts, and those that it does not.
final class CertificateTable {

  /// By what is said of the chain.
  private final Map<String, Row> rows = new LinkedHashMap<>();

  private record Row(boolean trusted, BiFunction<TestingChain, String, TestingChain> chain) {}

  CertificateTable() {
    names();
    keys();
    intermediates();
  }

  private void names() {
    leaf("the name", true, (leaf, _) -> leaf);
    leaf(
        "the name in capitals",
        true,
        (leaf, host) -> leaf.named(dns(host.toUpperCase(Locale.ROOT))));
    leaf("a wildcard for the whole label", true, (leaf, host) -> leaf.named(above("*", host)));
    leaf("a wildcard for a part of it", false, (leaf, host) -> leaf.named(above("re*", host)));
    leaf("a wildcard two levels up", false, (leaf, _) -> leaf.named(dns("*.example")));
    leaf("a wildcard alone", false, (leaf, _) -> leaf.named(dns("*")));
    leaf("the common name alone", false, (leaf, _) -> leaf.named());
    leaf("another name", false, (leaf, host) -> leaf.named(above("other", host)));
    leaf("the name with a dot behind it", false, (leaf, host) -> leaf.named(dns(host + ".")));
    leaf(
        "an address",
        false,
        (leaf, _) -> leaf.named(new GeneralName(GeneralName.iPAddress, "10.1.2.3")));
  }

  private void keys() {
    leaf("signed by SHA-1", false, (leaf, _) -> leaf.algorithm("SHA1with"));
    leaf("signed by SHA-512", true, (leaf, _) -> leaf.algorithm("SHA512with"));
    leaf("a negative serial number", false, (leaf, _) -> leaf.serial(-5));
    leaf("the serial number 0", true, (leaf, _) -> leaf.serial(0));
    leaf("for clients alone", false, (leaf, _) -> leaf.usages(KeyPurposeId.id_kp_clientAuth));
    leaf("for anything", true, (leaf, _) -> leaf.usages(KeyPurposeId.anyExtendedKeyUsage));
    leaf("for no named purpose", true, (leaf, _) -> leaf.unlimited());
    leaf(
        "a key that may only sign certificates",
        true,
        (leaf, _) -> leaf.keyUsage(Optional.of(KeyUsage.keyCertSign)));
    leaf("expired", false, (leaf, _) -> leaf.valid(Duration.ofDays(-9), Duration.ofHours(-1)));
    leaf("not yet valid", false, (leaf, _) -> leaf.valid(Duration.ofHours(1), Duration.ofDays(9)));
    rows.put(
        "signed by itself", new Row(false, (by, host) -> TestingChain.self(Profile.leaf(host))));
    rows.put(
        "of an unknown authority",
        new Row(false, (by, host) -> TestingChain.authority("CN=Stranger").leaf(host)));
  }

  private void intermediates() {
    between("an intermediate", true, between -> between);
    between("for clients alone", false, each -> each.usages(KeyPurposeId.id_kp_clientAuth));
    between("for servers", true, each -> each.usages(KeyPurposeId.id_kp_serverAuth));
    between("no authority", false, each -> each.authority(Optional.empty()));
    between("expired", false, each -> each.valid(Duration.ofDays(-9), Duration.ofDays(-8)));
    between("negative serial number", false, each -> each.serial(-9));
    between("signed by SHA-1", false, each -> each.algorithm("SHA1with"));
    between("permitted for the domain", true, each -> each.permitted("example"));
    between("permitted for another domain", false, each -> each.permitted("example.org"));
    rows.put(
        "an intermediate that is not sent",
        new Row(false, (by, host) -> by.issue(Profile.authority("CN=Between")).leaf(host).alone()));
    rows.put(
        "a path that is too long",
        new Row(
            false,
            (by, host) ->
                by.issue(Profile.authority("CN=Between").authority(Optional.of(0)))
                    .issue(Profile.authority("CN=Below"))
                    .leaf(host)));
  }

  private void leaf(String what, boolean trusted, BiFunction<Profile, String, Profile> odd) {
    rows.put(what, new Row(trusted, (by, host) -> by.issue(odd.apply(Profile.leaf(host), host))));
  }

  private void between(String what, boolean trusted, UnaryOperator<Profile> odd) {
    rows.put(
        "intermediate: " + what,
        new Row(
            trusted,
            (by, host) -> by.issue(odd.apply(Profile.authority("CN=Between"))).leaf(host)));
  }

  private static GeneralName dns(String name) {
    return new GeneralName(GeneralName.dNSName, name);
  }

  private static GeneralName above(String label, String host) {
    return dns(label + host.substring(host.indexOf('.')));
  }

  /// @param authority that is trusted
  List<Scenario> scenarios(TestingChain authority) {
    List<Scenario> scenarios = new ArrayList<>();
    rows.forEach(
        (what, row) -> {
          Scenario plain = Scenario.of(what, "t" + scenarios.size() + ".example", HostCases::plain);
          scenarios.add(plain.chain(row.chain().apply(authority, plain.registry())));
        });
    return scenarios;
  }

  boolean trusts(Scenario scenario) {
    return Objects.requireNonNull(rows.get(scenario.name())).trusted();
  }
}
