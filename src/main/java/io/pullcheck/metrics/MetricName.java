package io.pullcheck.metrics;

/// The prefix that all our families share with k8s-image-availability-exporter, so that alerts and
/// dashboards written for it keep working.
final class MetricName {

  private MetricName() {}

  static String of(String name) {
    return "k8s_image_availability_exporter_" + name;
  }
}
