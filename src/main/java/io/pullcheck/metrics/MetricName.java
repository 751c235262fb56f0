package io.pullcheck.metrics;

/// Puts the prefix of k8s-image-availability-exporter in front of the name of each family, so that
/// alerts and dashboards written for that exporter keep working.
final class MetricName {

  private MetricName() {}

  static String of(String name) {
    return "k8s_image_availability_exporter_" + name;
  }
}
