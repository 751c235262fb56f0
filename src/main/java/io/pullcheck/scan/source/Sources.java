package io.pullcheck.scan.source;

import io.pullcheck.config.UsageError;
import io.pullcheck.credentials.PullSecretSource;
import io.pullcheck.model.NodePlacement;
import io.pullcheck.model.Pull;
import io.pullcheck.model.PullSecrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Collects what a scan is to check. For one thread.
public final class Sources {

  private static final String STANDARD_INPUT = "-";
  private static final String STANDARD_INPUT_NAME = "stdin";

  private final InputStream standardInput;
  private final ManifestSecrets secrets;
  private final ManifestObjects objects;
  private final List<NamedPull> pulls = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private boolean inputRead;

  /// @param namespace of objects that do not say; may be empty
  /// @param standardInput what `-` stands for
  public Sources(String namespace, InputStream standardInput) {
    this.standardInput = standardInput;
    this.secrets = new ManifestSecrets(namespace);
    this.objects = new ManifestObjects(namespace, secrets, pulls::add);
  }

  /// Takes in an image's name as it stands on the command line.
  public void addImage(String image) {
    if (image.equals(STANDARD_INPUT)) {
      throw new UsageError(
          "'-' is no image (allowed: -f - for manifests on standard input, --list - for images, one a line)");
    }
    pulls.add(new NamedPull(pull(image), Optional.empty()));
  }

  private static Pull pull(String image) {
    return new Pull(image, new PullSecrets("", List.of(), ""), NodePlacement.ANYWHERE);
  }

  /// Takes in a list of images, one a line; blank lines and those that begin with `#` are passed
  /// over.
  ///
  /// @param name a file, or `-`
  /// @throws UsageError of one line, if it cannot be read or names no image
  public void addList(String name) {
    String file = shown(name);
    List<String> lines = UsageError.at("--list", () -> text(name)).lines().toList();
    int before = pulls.size();
    for (int i = 0; i < lines.size(); i++) {
      String image = lines.get(i).strip();
      if (!image.isEmpty() && !image.startsWith("#")) {
        pulls.add(new NamedPull(pull(image), Optional.of(Source.ofLine(file, i + 1))));
      }
    }
    if (pulls.size() == before) {
      throw new UsageError("--list: " + file + " names no image");
    }
  }

  /// Takes in manifests.
  ///
  /// @param name a file, a folder, or `-`
  /// @throws UsageError of one line, if it cannot be read or names no image
  public void addManifests(String name) {
    int before = pulls.size() + problems.size();
    if (!name.equals(STANDARD_INPUT) && Files.isDirectory(Path.of(name))) {
      addFolder(Path.of(name));
    } else {
      addText(shown(name), UsageError.at("-f", () -> text(name)));
    }
    if (pulls.size() + problems.size() == before) {
      throw new UsageError("-f: " + shown(name) + " has no object with an image");
    }
  }

  private void addFolder(Path folder) {
    int before = problems.size();
    List<Path> files = UsageError.at("-f", () -> InputFile.manifests(folder, this::addProblem));
    if (files.isEmpty() && problems.size() == before) {
      throw new UsageError("-f: " + folder + " has no manifests (*.yaml, *.yml, *.json)");
    }
    for (Path file : files) {
      try {
        addText(file.toString(), InputFile.read(file));
      } catch (UsageError e) {
        addProblem(file, e);
      }
    }
  }

  private void addProblem(Path file, UsageError e) {
    String what = String.valueOf(e.getMessage());
    // The error may name the file itself.
    problems.add(
        new Problem(
            file.toString(),
            0,
            what.startsWith(file + " ") ? what.substring(file.toString().length() + 1) : what));
  }

  private void addText(String file, String text) {
    for (Tree document : Documents.of(file, text, problems::add)) {
      try {
        objects.add(file, document);
      } catch (Unreadable e) {
        problems.add(new Problem(file, e.line(), e.what()));
      }
    }
  }

  private static String shown(String name) {
    return name.equals(STANDARD_INPUT) ? STANDARD_INPUT_NAME : name;
  }

  private String text(String name) {
    if (!name.equals(STANDARD_INPUT)) {
      return InputFile.read(Path.of(name));
    }
    if (inputRead) {
      throw new UsageError("standard input can be read only once");
    }
    inputRead = true;
    try {
      return InputFile.read(STANDARD_INPUT_NAME, standardInput);
    } catch (IOException e) {
      throw new UsageError("standard input cannot be read: " + e.getMessage(), e);
    }
  }

  /// What was named, in order.
  public List<NamedPull> pulls() {
    return List.copyOf(pulls);
  }

  /// What could not be read.
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /// The pull secrets and service accounts in the manifests.
  public PullSecretSource secrets() {
    return secrets;
  }
}
