package io.pullcheck.notification;

import java.util.Locale;

/// What sends a notification, told by its shape.
public enum Source {
  /// The registry of distribution, and GitLab's, which has the same notifications.
  DISTRIBUTION,
  /// Azure Container Registry.
  ACR,
  HARBOR,
  QUAY,
  ARTIFACTORY,
  /// Amazon ECR, by EventBridge.
  ECR,
  UNKNOWN;

  /// As the metrics have it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
