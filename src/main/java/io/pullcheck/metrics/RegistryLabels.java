package io.pullcheck.metrics;

import java.util.HashMap;
import java.util.Map;

/// The values of the label `registry`. Users choose hosts, so there are at most a hundred: the rest
/// are `other`.
final class RegistryLabels {

  static final String OTHER = "other";

  private static final int LIMIT = 100;

  private final Map<String, String> known = new HashMap<>();

  synchronized String label(String host) {
    String label = known.get(host);
    if (label == null && known.size() < LIMIT) {
      label = LabelText.of(host);
      known.put(host, label);
    }
    return label == null ? OTHER : label;
  }
}
