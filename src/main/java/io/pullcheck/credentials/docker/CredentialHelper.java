package io.pullcheck.credentials.docker;

import io.pullcheck.model.Candidates;
import io.pullcheck.model.Credential;
import io.pullcheck.model.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// A docker credential helper, `docker-credential-<name> get`
/// (github.com/docker/docker-credential-helpers).
record CredentialHelper(Executable executable) {

  private static final Logger log = LoggerFactory.getLogger(CredentialHelper.class);
  private static final String NOT_FOUND = "credentials not found in native keychain";
  private static final String TOKEN = "<token>";

  /// The helper's credential for a server. Blocks while the helper runs. A helper without one for
  /// this server has not failed.
  Candidates get(String server) {
    try {
      return switch (executable.run(server)) {
        case Executable.Outcome.Failed failed -> failed(failed.why());
        case Executable.Outcome.Exited exited when exited.status() == 0 -> read(exited.output());
        case Executable.Outcome.Exited exited when exited.output().strip().equals(NOT_FOUND) ->
            Candidates.ANONYMOUS;
        case Executable.Outcome.Exited exited -> failed("exit status " + exited.status());
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("was interrupted");
    }
  }

  private Candidates read(String output) {
    Optional<JsonNode> answer = DockerConfigs.object(output.getBytes(StandardCharsets.UTF_8));
    Optional<String> username = answer.flatMap(root -> DockerConfigs.text(root, "Username"));
    Optional<String> secret = answer.flatMap(root -> DockerConfigs.text(root, "Secret"));
    if (username.isEmpty() || secret.isEmpty()) {
      return failed("its answer is not the JSON of a credential helper");
    }
    return Candidates.of(
        username.get().equals(TOKEN)
            ? new Credential(Credential.Kind.IDENTITY_TOKEN, "", secret.get())
            : Credential.password(username.get(), secret.get()));
  }

  private Candidates failed(String why) {
    log.atWarn()
        .addKeyValue("helper", executable.command().getFirst())
        .addKeyValue("problem", why)
        .log("credential helper failed");
    return new Candidates(List.of(), Optional.of(Reason.CREDENTIAL_PROVIDER_FAILED));
  }
}
