package io.pullcheck.kubernetes.watch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.pullcheck.kubernetes.ClusterConnection;
import io.pullcheck.testing.RealApiServer;
import java.io.ByteArrayInputStream;
import java.util.Map;

/// What tests do to a cluster.
record TestCluster(KubernetesClient admin) {

  static final String LIMITED = RealApiServer.LIMITED;

  /// A client as the program itself has it.
  public static KubernetesClient connect(RealApiServer server, String token) {
    return ClusterConnection.open(server.config(token));
  }

  /// By another port that leads there, with a token that may change.
  public static KubernetesClient connect(RealApiServer server, OAuthTokenProvider token, int port) {
    Config config = server.config("");
    config.setMasterUrl("https://127.0.0.1:" + port);
    config.setOauthTokenProvider(token);
    return ClusterConnection.open(config);
  }

  void namespace(String name, Map<String, String> labels) {
    admin
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build())
        .serverSideApply();
  }

  void deployment(String namespace, String name, String image) {
    admin
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withReplicas(1)
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", name)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("c")
                .withImage(image)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .serverSideApply();
  }

  void apply(String yaml) {
    admin.load(new ByteArrayInputStream(yaml.getBytes(UTF_8))).serverSideApply();
  }

  void delete(String namespace, String deployment) {
    admin.apps().deployments().inNamespace(namespace).withName(deployment).delete();
  }

  /// Lets the user `limited` do something in the whole cluster; what it could do before under the
  /// same name is replaced.
  void grant(String name, String group, String resource, String... verbs) {
    admin
        .resource(
            new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .addNewRule()
                .withApiGroups(group)
                .withResources(resource)
                .withVerbs(verbs)
                .endRule()
                .build())
        .serverSideApply();
    admin
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", name)
                .addNewSubject("rbac.authorization.k8s.io", "User", LIMITED, null)
                .build())
        .serverSideApply();
  }

  void revoke(String name) {
    admin.rbac().clusterRoleBindings().withName(name).delete();
    admin.rbac().clusterRoles().withName(name).delete();
  }

  void grantIn(String namespace, String group, String resource, String... verbs) {
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(resource)
                .endMetadata()
                .addNewRule()
                .withApiGroups(group)
                .withResources(resource)
                .withVerbs(verbs)
                .endRule()
                .build())
        .serverSideApply();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(resource)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", resource)
                .addNewSubject("rbac.authorization.k8s.io", "User", LIMITED, null)
                .build())
        .serverSideApply();
  }
}
