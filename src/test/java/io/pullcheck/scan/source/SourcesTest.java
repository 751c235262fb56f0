package io.pullcheck.scan.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullcheck.credentials.PullSecretSource.Lookup;
import io.pullcheck.model.Pull;
import io.pullcheck.workload.WorkloadKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a scan finds in names, lists and manifests.
final class SourcesTest {

  static List<WorkloadKind> kinds() {
    return WorkloadKind.BUILT_IN;
  }

  @TempDir Path folder;

  static Sources reading(String input) {
    return new Sources("", new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
  }

  static Sources manifests(String text) {
    Sources sources = reading(text);
    sources.addManifests("-");
    return sources;
  }

  /// What stands where: `reg.io/a:1 Deployment shop/cart main stdin:9`.
  private static List<String> found(Sources sources) {
    return sources.pulls().stream()
        .map(
            each ->
                each.pull().image()
                    + each.source()
                        .map(
                            source ->
                                " %s %s %s"
                                    .formatted(
                                        source.object(), source.container(), source.position()))
                        .orElse(""))
        .toList();
  }

  static List<String> problems(Sources sources) {
    return sources.problems().stream().map(Problem::toString).toList();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindOfTheTableIsReadInYamlAndJson(WorkloadKind kind) {
    String spec = "{\"containers\":[{\"name\":\"main\",\"image\":\"reg.io/a:1\"}]}";
    for (String key : Arrays.asList(kind.podSpecPath().split("\\.")).reversed()) {
      spec =
          key.equals("spec") && spec.startsWith("{\"containers")
              ? "{\"spec\":" + spec + "}"
              : "{\"" + key + "\":" + spec + "}";
    }
    String json =
        "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":{\"name\":\"x\"},%s"
            .formatted(kind.apiVersion(), kind.kind(), spec.substring(1));

    assertThat(found(manifests(json)))
        .containsExactly("reg.io/a:1 " + kind.kind() + " x main stdin:1");
    assertThat(found(manifests("---\n# flow style\n--- " + json)))
        .containsExactly("reg.io/a:1 " + kind.kind() + " x main stdin:3");
  }

  static final String SHOP =
      """
      # Source: shop/templates/cart.yaml
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: cart, namespace: shop}
      spec:
        replicas: 0
        template:
          spec:
            initContainers:
            - name: init
              image: reg.io/init:1
            containers:
            - image: "reg.io/a:1"
              name: main
            - {name: cached, image: reg.io/never:1, imagePullPolicy: Never}
            volumes:
            - name: data
              image: {reference: reg.io/data:1}
      ---
      # Source: shop/templates/empty.yaml
      ---

      ---
      apiVersion: v1
      kind: List
      items:
      - apiVersion: batch/v1
        kind: CronJob
        metadata: {name: purge}
        spec:
          jobTemplate:
            spec:
              template:
                spec:
                  containers:
                  - name: purge
                    image: &purge reg.io/purge:1
                  - name: again
                    image: *purge
      - apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {values.yaml: "containers: [{image: not/this:1}]"}
      """;

  @Test
  void documentsListsAndAliasesAreReadWithTheirLines() {
    assertThat(found(manifests(SHOP)))
        .containsExactly(
            "reg.io/init:1 Deployment shop/cart init stdin:11",
            "reg.io/a:1 Deployment shop/cart main stdin:13",
            "reg.io/data:1 Deployment shop/cart volume:data stdin:18",
            "reg.io/purge:1 CronJob purge purge stdin:37",
            "reg.io/purge:1 CronJob purge again stdin:37");
  }

  @Test
  void mergeKeysAreFollowed() {
    assertThat(
            found(
                manifests(
                    """
                    apiVersion: v1
                    kind: Pod
                    metadata: {generateName: job-}
                    spec:
                      containers:
                      - &base {name: one, image: "reg.io/a:1"}
                      - <<: *base
                        name: two
                    """)))
        .containsExactly("reg.io/a:1 Pod job-* one stdin:6", "reg.io/a:1 Pod job-* two stdin:6");
  }

  @Test
  void podTemplatesOfUnknownKindsAreFound() {
    assertThat(
            found(
                manifests(
                    """
                    apiVersion: argoproj.io/v1alpha1
                    kind: Rollout
                    metadata: {name: cart}
                    spec:
                      template:
                        spec:
                          containers:
                          - {name: main, image: reg.io/a:1}
                    ---
                    apiVersion: jobset.x-k8s.io/v1alpha2
                    kind: JobSet
                    metadata: {name: train}
                    spec:
                      replicatedJobs:
                      - template: {spec: {template: {spec: {containers: [{name: w, image: reg.io/w:1}]}}}}
                    ---
                    apiVersion: extensions/v1beta1
                    kind: Deployment
                    metadata: {name: old}
                    spec: {template: {spec: {containers: [{name: o, image: reg.io/o:1}]}}}
                    """)))
        .containsExactly(
            "reg.io/a:1 Rollout cart main stdin:8",
            "reg.io/w:1 JobSet train w stdin:15",
            "reg.io/o:1 Deployment old o stdin:20");
  }

  @Test
  void pullSecretsAndServiceAccountsOfTheSameFilesCount() {
    Sources sources =
        manifests(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: one, namespace: shop}
            spec: {serviceAccountName: puller, containers: [{name: c, image: reg.io/a:1}]}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: puller, namespace: shop}
            imagePullSecrets: [{name: login}]
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: login, namespace: shop}
            type: kubernetes.io/dockerconfigjson
            stringData:
              .dockerconfigjson: '{"auths":{"reg.io":{"username":"u","password":"p"}}}'
            """);
    Pull pull = sources.pulls().getFirst().pull();

    assertThat(sources.secrets().serviceAccountSecrets("shop", pull.secrets().serviceAccount()))
        .containsExactly("login");
    assertThat(sources.secrets().secret("shop", "login")).isInstanceOf(Lookup.Found.class);
    assertThat(sources.secrets().secret("shop", "elsewhere"))
        .isInstanceOf(Lookup.NotReadable.class);
  }

  @Test
  void aFolderIsReadWithAllBelowItButNothingHidden() throws IOException {
    Files.createDirectories(folder.resolve("base/.git"));
    Files.writeString(folder.resolve("base/shop.yml"), SHOP);
    Files.writeString(folder.resolve("base/.git/x.yaml"), SHOP);
    Files.writeString(folder.resolve("values.yaml"), "image: {repository: reg.io/x}\n");
    Files.writeString(folder.resolve("notes.txt"), SHOP);
    Files.write(folder.resolve("picture.json"), new byte[] {(byte) 0xff, 0, 1});
    Sources sources = reading("");
    sources.addManifests(folder.toString());

    assertThat(sources.pulls()).hasSize(5);
    assertThat(problems(sources))
        .containsExactly(folder.resolve("picture.json") + ": is no text in UTF-8");
  }

  @Test
  void linksToFilesAndTheFolderItselfMayBeLinks() throws IOException {
    Path base = Files.createDirectory(folder.resolve("base"));
    Files.writeString(folder.resolve("shop"), SHOP);
    Files.createSymbolicLink(base.resolve("shop.yaml"), folder.resolve("shop"));
    Files.createSymbolicLink(base.resolve("circle.yaml"), base);
    Path link = Files.createSymbolicLink(folder.resolve("link"), base);
    Sources sources = reading("");
    sources.addManifests(link.toString());

    assertThat(sources.pulls()).hasSize(5);
    assertThat(sources.pulls().getFirst().source().orElseThrow().file())
        .isEqualTo(link.resolve("shop.yaml").toString());
  }

  @Test
  void aListHasAnImageALine() throws IOException {
    Path list =
        Files.writeString(folder.resolve("images"), "\uFEFF# ours\n\n reg.io/a:1 \r\nnginx");
    Sources sources = reading("");
    sources.addList(list.toString());

    assertThat(sources.pulls()).hasSize(2);
    assertThat(sources.pulls().getFirst().pull().image()).isEqualTo("reg.io/a:1");
    assertThat(sources.pulls().getLast().source().orElseThrow().position()).isEqualTo(list + ":4");
  }
}
