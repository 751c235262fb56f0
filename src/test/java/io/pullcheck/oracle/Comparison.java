package io.pullcheck.oracle;

import io.pullcheck.config.HostsDirectory;
import io.pullcheck.config.NodeHosts;
import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.Verification;
import io.pullcheck.model.Caller;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.Platform;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Reason;
import io.pullcheck.model.Urgency;
import io.pullcheck.model.Verdict;
import io.pullcheck.oracle.NodeCode.Outcome;
import io.pullcheck.registry.RegistryClient;
import io.pullcheck.registry.TestingClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/// Asks both of the same scenarios: Pullcheck's registry client, and the node's own code.
final class Comparison implements AutoCloseable {

  // Images that one process of the oracle pulls at a time.
  private static final int BATCH = 200;

  private final Registries registries;
  private final Certificates certificates;
  private final Path authorities;
  private final NodeCode oracle;
  private final Optional<Path> hosts;

  /// What both said.
  record Compared(Scenario scenario, Verdict verdict, Outcome outcome) {

    /// An image of another platform arrives, and does not start.
    boolean arrives() {
      return verdict instanceof Verdict.Available
          || (verdict instanceof Verdict.Unavailable unavailable
              && unavailable.reason().word().equals("wrong_platform"));
    }

    boolean agrees() {
      return arrives() == outcome.arrived();
    }

    Optional<Reason> reason() {
      return verdict instanceof Verdict.Unavailable unavailable
          ? Optional.of(unavailable.reason())
          : Optional.empty();
    }

    @Override
    public String toString() {
      return "%s (%s): %s, a node: %s %s"
          .formatted(scenario.name(), scenario.level(), verdict, outcome.state(), outcome.detail());
    }
  }

  Comparison(Path program, Path folder, Certificates certificates) throws IOException {
    this(program, folder, certificates, Optional.empty());
  }

  /// @param hosts a `certs.d` tree that both have
  Comparison(Path program, Path folder, Certificates certificates, Optional<Path> hosts)
      throws IOException {
    this.hosts = hosts;
    this.certificates = certificates;
    this.registries = new Registries(certificates);
    this.authorities = Files.createDirectories(folder).resolve("ca.pem");
    certificates.write(authorities);
    this.oracle = new NodeCode(program, folder, authorities, registries.proxy(), hosts);
  }

  List<Compared> compare(List<Scenario> scenarios) throws Exception {
    List<Compared> all = new ArrayList<>();
    var groups =
        scenarios.stream()
            .collect(Collectors.groupingBy(each -> each.level() + " " + each.platform()));
    for (List<Scenario> group : groups.values()) {
      for (int from = 0; from < group.size(); from += BATCH) {
        all.addAll(batch(group.subList(from, Math.min(group.size(), from + BATCH))));
      }
    }
    return all;
  }

  private List<Compared> batch(List<Scenario> scenarios) throws Exception {
    begin(scenarios);
    List<Outcome> outcomes = oracle.pull(scenarios);
    begin(scenarios);
    List<Verdict> verdicts = verdicts(scenarios);
    List<Compared> all = new ArrayList<>();
    for (int i = 0; i < scenarios.size(); i++) {
      all.add(new Compared(scenarios.get(i), verdicts.get(i), outcomes.get(i)));
    }
    return all;
  }

  /// Asks Pullcheck alone.
  List<Compared> ofPullcheck(List<Scenario> scenarios) throws Exception {
    begin(scenarios);
    List<Verdict> verdicts = verdicts(scenarios);
    List<Compared> all = new ArrayList<>();
    for (int i = 0; i < scenarios.size(); i++) {
      all.add(new Compared(scenarios.get(i), verdicts.get(i), new Outcome("not asked", "")));
    }
    return all;
  }

  private void begin(List<Scenario> scenarios) {
    for (Scenario each : scenarios) {
      registries.play(each.domain(), each.script().get());
      each.chain().ifPresent(chain -> certificates.use(each.registry(), chain));
    }
  }

  private List<Verdict> verdicts(List<Scenario> scenarios)
      throws InterruptedException, ExecutionException {
    Verification level = scenarios.getFirst().level();
    RegistrySettings settings =
        new RegistrySettings(
                scenarios.stream().map(Scenario::settings).toList(), level, false, false, 1)
            .on(hosts.map(tree -> HostsDirectory.read(tree).hosts()).orElse(NodeHosts.NONE));
    try (RegistryClient client = TestingClients.through(registries.proxy(), authorities, settings);
        ExecutorService checks = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Verdict>> running =
          scenarios.stream().map(each -> checks.submit(() -> check(client, each))).toList();
      List<Verdict> verdicts = new ArrayList<>();
      for (Future<Verdict> each : running) {
        verdicts.add(each.get());
      }
      return verdicts;
    }
  }

  private static Verdict check(RegistryClient client, Scenario scenario) {
    Optional<ImageReference> reference = scenario.reference();
    if (reference.isEmpty()) {
      return Verdict.Unavailable.of(Reason.INVALID_REFERENCE);
    }
    return client.check(
        new PullAttempt(
            reference.get(),
            Candidates.of(scenario.logins().toArray(Credential[]::new)),
            Set.of(Platform.parse(scenario.platform()).orElseThrow())),
        Keyring.EMPTY,
        // Each in a namespace of its own: none waits for the others' places.
        new Caller(scenario.domain(), Urgency.NEW));
  }

  @Override
  public void close() throws IOException {
    registries.close();
  }
}
