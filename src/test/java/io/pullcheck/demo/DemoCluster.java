package io.pullcheck.demo;

import io.pullcheck.testing.RealApiServer;
import io.pullcheck.testing.RealParts;
import java.io.IOException;
import java.nio.file.Path;

/// The demo's cluster: a real kube-apiserver with kubectl where there is one, else a stand-in inside this process that
/// calls the webhook as an API server does.
interface DemoCluster extends AutoCloseable {

  static DemoCluster start() throws IOException {
    boolean real =
        RealParts.find("kube-apiserver").isPresent()
            && RealParts.find("etcd").isPresent()
            && RealParts.find("kubectl").isPresent();
    return real ? new Real(RealApiServer.startNew()) : new StandInCluster();
  }

  /// What it is, in words.
  String description();

  Path kubeconfig();

  /// Applies a manifest, and returns what kubectl prints for it: warnings first.
  String apply(String namespace, String manifest) throws IOException;

  /// The caBundle of the webhook configuration; empty while there is none.
  String caBundle() throws IOException;

  @Override
  void close();

  /// The real one.
  record Real(RealApiServer server) implements DemoCluster {
    @Override
    public String description() {
      return "a real kube-apiserver and kubectl";
    }

    @Override
    public Path kubeconfig() {
      return server.kubeconfig();
    }

    @Override
    public String apply(String namespace, String manifest) throws IOException {
      var result = server.kubectlReading(manifest, "apply", "-n", namespace, "-f", "-");
      return result.err() + result.out();
    }

    @Override
    public String caBundle() throws IOException {
      return server.must(
          "get",
          "validatingwebhookconfiguration",
          "pullcheck",
          "-o=jsonpath={.webhooks[0].clientConfig.caBundle}");
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
