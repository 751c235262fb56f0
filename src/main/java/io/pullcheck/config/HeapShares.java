package io.pullcheck.config;

/// How much of the heap each thing may take that grows with what users and registries send, in
/// bytes. What is left, a twentieth, is for the work itself.
///
/// @param heap the largest size of the heap
public record HeapShares(long heap) {

  public HeapShares {
    if (heap <= 0) {
      throw new IllegalArgumentException("must be positive: " + heap);
    }
  }

  /// Those of this process, whose heap `-Xmx` or `-XX:MaxRAMPercentage` limits.
  public static HeapShares ofThisProcess() {
    return new HeapShares(Runtime.getRuntime().maxMemory());
  }

  /// The cluster's workloads with all that is known of their images.
  public long workloads() {
    return heap / 8 * 3;
  }

  /// Docker configs of the cluster's secrets.
  public long secrets() {
    return heap / 16;
  }

  /// The pull secrets that service accounts name.
  public long accounts() {
    return heap / 32;
  }

  /// The pods that run, where they are watched.
  public long pods() {
    return heap / 32;
  }

  /// Verdicts by what a registry is asked; the same again for verdicts by pull.
  public long verdicts() {
    return heap / 16;
  }

  /// Answers of registries that are being read and are longer than most: manifests and configs.
  public long largeBodies() {
    return heap / 8;
  }

  /// The beginnings of all answers that are being read.
  public long smallBodies() {
    return heap / 16;
  }

  /// What manifests name.
  public long contents() {
    return heap / 16;
  }

  /// Tokens of token servers.
  public long tokens() {
    return heap / 32;
  }

  /// Challenges, and answers that were confirmed: each of both.
  public long answers() {
    return heap / 64;
  }

  /// The answers of one credential provider plugin.
  public long pluginAnswers() {
    return heap / 64;
  }
}
