package io.pullcheck.serve;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.pullcheck.config.BindAddress;
import io.pullcheck.config.ServeConfig;
import io.pullcheck.kubernetes.ClusterConnection;
import io.pullcheck.kubernetes.own.LeaderElection;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Whether this replica leads its shard. Without `--leader-elect` it always does.
///
/// @param host where the other replicas reach this one
record Leadership(Optional<LeaderElection> election, String host) implements AutoCloseable {

  /// @param environment names this replica by `HOSTNAME` and its address by `POD_IP`
  static Leadership of(
      ServeConfig config,
      KubernetesClient client,
      Map<String, String> environment,
      InstantSource clock) {
    String host = environment.getOrDefault("POD_IP", "127.0.0.1");
    if (!config.replicas().leaderElect()) {
      return new Leadership(Optional.empty(), host);
    }
    int shard = config.replicas().shard();
    LeaderElection.Identity identity =
        new LeaderElection.Identity(
            ClusterConnection.namespace(config.cluster().namespace(), client),
            config.cluster().leaseName() + (shard == 0 ? "" : "-" + shard),
            environment.getOrDefault("HOSTNAME", "pullcheck")
                + "-"
                + ProcessHandle.current().pid());
    LeaderElection election =
        new LeaderElection(
            client, identity, LeaderElection.Timing.DEFAULT, clock, System::nanoTime);
    return new Leadership(Optional.of(election), host);
  }

  /// @param port where the other replicas find this one's verdicts while it leads
  void start(int port) {
    String address = new BindAddress(host, port).toString();
    election.ifPresent(lease -> lease.start(address));
  }

  boolean leads() {
    return election.map(LeaderElection::leads).orElse(true);
  }

  /// Whether the verdicts here are the ones to export: this replica leads, or was the last to lead
  /// and nobody can lead without the API server. What was found until then is better than nothing.
  boolean exports() {
    return election.map(LeaderElection::ledLast).orElse(true);
  }

  /// `host:port` of the leader's TLS endpoint; nothing if no replica leads, or this one does.
  Optional<String> leaderAddress() {
    return election.flatMap(LeaderElection::leaderAddress);
  }

  /// Hands the lease over: from now on this replica does not lead.
  @Override
  public void close() {
    election.ifPresent(LeaderElection::close);
  }
}
