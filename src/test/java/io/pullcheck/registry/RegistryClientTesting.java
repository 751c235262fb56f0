package io.pullcheck.registry;

import io.pullcheck.config.HostSettings;
import io.pullcheck.config.RegistrySettings;
import io.pullcheck.config.Verification;
import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.ImageReference;
import io.pullcheck.model.Keyring;
import io.pullcheck.model.PullAttempt;
import io.pullcheck.model.Verdict;
import io.pullcheck.registry.ScriptedRegistry.Answer;
import io.pullcheck.registry.ScriptedRegistry.Asked;
import io.pullcheck.registry.http.AddressRules;
import io.pullcheck.registry.http.RegistryAccess;
import io.pullcheck.registry.http.RegistryObserver;
import io.pullcheck.registry.http.SystemNames;
import io.pullcheck.testing.TestingCallers;
import io.pullcheck.testing.TestingClock;
import io.pullcheck.testing.TestingHosts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.AfterEach;

/// What tests of the registry client share: scripted registries, and a client that may ask them.
public abstract class RegistryClientTesting {

  static final Credential ALICE = Credential.password("alice", "secret");
  static final String ALICE_BASIC = "Basic YWxpY2U6c2VjcmV0";
  static final String UNKNOWN = "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\"}]}";

  final TestingClock clock = new TestingClock();
  // Short, because many tests wait for it.
  Duration checkTimeout = Duration.ofSeconds(2);
  final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  /// A registry with a token server of its own; tokens live for five minutes.
  Answer withToken(Asked asked) {
    if (asked.target().startsWith("/token")) {
      return Answer.json(200, "{\"access_token\":\"t\",\"expires_in\":300}");
    }
    return asked.authorization().equals("Bearer t")
        ? Answer.manifest()
        : Answer.of(401).with("WWW-Authenticate", challenge(asked));
  }

  String challenge(Asked asked) {
    String realm = ((ScriptedRegistry) open.getFirst()).url("/token?a=b");
    return "Bearer realm=\"" + realm + "\",service=\"reg\"";
  }

  ScriptedRegistry scripted(Function<Asked, Answer> script) throws IOException {
    ScriptedRegistry registry = new ScriptedRegistry(script);
    open.add(registry);
    return registry;
  }

  HostileServer hostile(HostileServer.Script script) throws IOException {
    HostileServer server = new HostileServer(script);
    open.add(server);
    return server;
  }

  RegistryClient client(ScriptedRegistry registry) {
    return client(registry.host(), RegistryObserver.NONE);
  }

  RegistryClient client(String host, RegistryObserver observer) {
    return client(List.of(TestingHosts.plain(host)), observer);
  }

  RegistryClient client(List<HostSettings> hosts, RegistryObserver observer) {
    return client(hosts, observer, new SystemNames());
  }

  RegistryClient client(List<HostSettings> hosts, RegistryObserver observer, DnsResolver names) {
    RegistryClient client =
        new RegistryClient(
            access(new AddressRules(true, false, Set.of())),
            names,
            new RegistrySettings(hosts, Verification.MANIFEST, false, false, 1),
            checkTimeout,
            observer,
            clock);
    open.add(client);
    return client;
  }

  static RegistryAccess access(AddressRules rules) {
    return new RegistryAccess(rules, Map.of(), List.of(), "test", Thread::startVirtualThread);
  }

  static RegistryObserver observer(List<String> codes) {
    return new RegistryObserver() {
      @Override
      public void requestDone(String registry, String code) {
        codes.add(code);
      }

      @Override
      public void checkDone(String registry, Duration took) {}
    };
  }

  static List<String> methods(ScriptedRegistry registry) {
    return registry.asked().stream().map(Asked::method).toList();
  }

  static PullAttempt attempt(String host, Candidates candidates) {
    return new PullAttempt(
        ImageReference.parse(host + "/shop/cart:v1", "docker.io").orElseThrow(),
        candidates,
        Set.of());
  }

  static Verdict check(RegistryClient client, ScriptedRegistry registry, Candidates candidates) {
    return client.check(attempt(registry.host(), candidates), Keyring.EMPTY, TestingCallers.URGENT);
  }
}
