package io.pullcheck.metrics;

import java.util.HashMap;
import java.util.Map;

/// The values of the label `registry`. Users choose the hosts, so only the first hundred get a
/// value of their own, and all others share `other`.
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
