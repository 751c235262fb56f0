package io.pullcheck.kubernetes.own;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks the API server for a dry-run create of a workload whose image does not exist, and looks
/// whether Pullcheck's warning comes back: the whole way from the API server through the Service to
/// the webhook and back.
///
/// @param configuration the name of our ValidatingWebhookConfiguration
public record SelfTest(KubernetesClient client, String configuration) {

  /// A name under `.invalid` never resolves (RFC 2606), so that no registry is asked.
  static final String IMAGE = "pullcheck.invalid/self-test:does-not-exist";

  private static final String MANIFEST =
      """
      {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"pullcheck-self-test"},"spec":{
      "selector":{"matchLabels":{"app":"pullcheck-self-test"}},
      "template":{"metadata":{"labels":{"app":"pullcheck-self-test"}},"spec":{
      "securityContext":{"runAsNonRoot":true,"seccompProfile":{"type":"RuntimeDefault"}},
      "containers":[{"name":"main","image":"%s","securityContext":{"allowPrivilegeEscalation":false,
      "capabilities":{"drop":["ALL"]}}}]}}}}
      """
          .formatted(IMAGE);
  private static final int CREATED = 201;

  /// What came of it.
  public sealed interface Outcome {
    /// The warning came back.
    record Warned(String warning) implements Outcome {}

    /// It did not.
    ///
    /// @param likelyCause one sentence
    record NotWarned(String likelyCause) implements Outcome {}
  }

  public Outcome run(String namespace) {
    HttpResponse<String> answer = create(namespace);
    Optional<String> warning =
        answer.headers("Warning").stream().filter(each -> each.contains(IMAGE)).findFirst();
    if (warning.isPresent()) {
      return new Outcome.Warned(text(warning.get()));
    }
    return new Outcome.NotWarned(
        answer.code() == CREATED
            ? likelyCause(namespace)
            : "the API server answered "
                + answer.code()
                + " to the dry-run create in "
                + namespace);
  }

  private HttpResponse<String> create(String namespace) {
    String url =
        client.getMasterUrl() + "apis/apps/v1/namespaces/" + namespace + "/deployments?dryRun=All";
    try {
      return client
          .getHttpClient()
          .sendAsync(
              client
                  .getHttpClient()
                  .newHttpRequestBuilder()
                  .uri(url)
                  .post("application/json", MANIFEST)
                  .build(),
              String.class)
          .join();
    } catch (CompletionException e) {
      throw new UncheckedIOException(
          "cannot reach the API server at " + client.getMasterUrl(), new IOException(e.getCause()));
    }
  }

  // A warning header is `299 - "text"`, with quotes and backslashes escaped (RFC 9111, section 5.5
  // of its predecessor).
  private static String text(String header) {
    int open = header.indexOf('"');
    int close = header.lastIndexOf('"');
    return open < close ? header.substring(open + 1, close).replaceAll("\\\\(.)", "$1") : header;
  }

  private String likelyCause(String namespace) {
    Optional<ValidatingWebhookConfiguration> found;
    Map<String, String> labels;
    try {
      found =
          Optional.ofNullable(
              client
                  .admissionRegistration()
                  .v1()
                  .validatingWebhookConfigurations()
                  .withName(configuration)
                  .get());
      @Nullable Namespace object = client.namespaces().withName(namespace).get();
      labels = object == null ? Map.of() : orEmpty(object.getMetadata().getLabels(), Map::of);
    } catch (KubernetesClientException e) {
      return "unknown: the cause cannot be looked up (the API server answered " + e.getCode() + ")";
    }
    if (found.isEmpty()) {
      return "there is no ValidatingWebhookConfiguration " + configuration;
    }
    return likelyCause(found.get(), namespace, labels);
  }

  static String likelyCause(
      ValidatingWebhookConfiguration found, String namespace, Map<String, String> labels) {
    List<ValidatingWebhook> webhooks = orEmpty(found.getWebhooks(), List::of);
    if (webhooks.stream().anyMatch(each -> !selects(each.getNamespaceSelector(), labels))) {
      return "namespace " + namespace + " is left out by the configuration's namespaceSelector";
    }
    if (webhooks.stream()
        .anyMatch(each -> orEmpty(each.getClientConfig().getCaBundle(), () -> "").isEmpty())) {
      return "the configuration has no caBundle: is Pullcheck running, and may it patch the configuration?";
    }
    return "the API server could not call the webhook: see its Service's endpoints, network policies and Pullcheck's log";
  }

  private static boolean selects(@Nullable LabelSelector selector, Map<String, String> labels) {
    if (selector == null) {
      return true;
    }
    return orEmpty(selector.getMatchLabels(), Map::<String, String>of).entrySet().stream()
            .allMatch(each -> Objects.equals(labels.get(each.getKey()), each.getValue()))
        && orEmpty(selector.getMatchExpressions(), List::<LabelSelectorRequirement>of).stream()
            .allMatch(each -> holds(each, labels));
  }

  private static boolean holds(LabelSelectorRequirement requirement, Map<String, String> labels) {
    boolean present = labels.containsKey(requirement.getKey());
    boolean listed =
        present
            && orEmpty(requirement.getValues(), List::of)
                .contains(labels.get(requirement.getKey()));
    return switch (requirement.getOperator()) {
      case "In" -> listed;
      case "NotIn" -> !listed;
      case "Exists" -> present;
      case "DoesNotExist" -> !present;
      default -> true;
    };
  }

  private static <T> T orEmpty(@Nullable T value, Supplier<T> empty) {
    return value == null ? empty.get() : value;
  }
}
