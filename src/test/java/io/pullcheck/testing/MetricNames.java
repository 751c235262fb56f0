package io.pullcheck.testing;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The metrics that alerts and dashboard may speak of.
public final class MetricNames {
  private static final Pattern NAME =
      Pattern.compile("\\b(?:k8s_image_availability_exporter|apiserver)_[a-z_]+");

  /// As docs/metrics.md lists them, histograms by their bucket series.
  public static final Set<String> KNOWN =
      Set.of(
          "k8s_image_availability_exporter_available",
          "k8s_image_availability_exporter_absent",
          "k8s_image_availability_exporter_bad_image_format",
          "k8s_image_availability_exporter_registry_unavailable",
          "k8s_image_availability_exporter_authentication_failure",
          "k8s_image_availability_exporter_authorization_failure",
          "k8s_image_availability_exporter_unknown_error",
          "k8s_image_availability_exporter_completed_rechecks_total",
          "k8s_image_availability_exporter_log_statements_total",
          "k8s_image_availability_exporter_reason",
          "k8s_image_availability_exporter_images",
          "k8s_image_availability_exporter_last_check_timestamp_seconds",
          "k8s_image_availability_exporter_queue_overdue_images",
          "k8s_image_availability_exporter_check_duration_seconds_bucket",
          "k8s_image_availability_exporter_registry_requests_total",
          "k8s_image_availability_exporter_registry_paused",
          "k8s_image_availability_exporter_registry_paused_until_timestamp_seconds",
          "k8s_image_availability_exporter_registry_unresponsive",
          "k8s_image_availability_exporter_registry_request_rate_limit",
          "k8s_image_availability_exporter_admission_reviews_total",
          "k8s_image_availability_exporter_admission_duration_seconds_bucket",
          "k8s_image_availability_exporter_admission_warnings_total",
          "k8s_image_availability_exporter_admission_deadline_exceeded_total",
          "k8s_image_availability_exporter_evictions_total",
          "k8s_image_availability_exporter_webhook_certificate_not_after_timestamp_seconds",
          "k8s_image_availability_exporter_heap_live_ratio",
          "k8s_image_availability_exporter_scrape_size_bytes",
          "k8s_image_availability_exporter_leader",
          "k8s_image_availability_exporter_build_info",
          "apiserver_admission_webhook_fail_open_count",
          "apiserver_admission_match_condition_evaluation_errors_total");

  /// Those that have series only at times, or by some flags.
  private static final Set<String> AT_TIMES =
      Set.of(
          "k8s_image_availability_exporter_admission_denials_total",
          "k8s_image_availability_exporter_available_containers",
          "k8s_image_availability_exporter_former_leader",
          "k8s_image_availability_exporter_workload_labels",
          "k8s_image_availability_exporter_recoverable",
          "k8s_image_availability_exporter_absent_image_replicas",
          "k8s_image_availability_exporter_absent_image_pods",
          "k8s_image_availability_exporter_absent_image_nodes",
          "k8s_image_availability_exporter_digest_drift",
          "k8s_image_availability_exporter_notifications_total",
          "k8s_image_availability_exporter_verdict_store_up",
          "k8s_image_availability_exporter_verdict_store_verdicts_total",
          "k8s_image_availability_exporter_verdict_store_values_refused_total",
          "k8s_image_availability_exporter_verdict_store_requests_total",
          "k8s_image_availability_exporter_verdict_store_request_duration_seconds_bucket",
          "k8s_image_availability_exporter_registry_paused_until_timestamp_seconds");

  /// Those that say something of one container's image, by their labels.
  public static final Set<String> OF_CONTAINERS =
      Set.of(
          "k8s_image_availability_exporter_available",
          "k8s_image_availability_exporter_absent",
          "k8s_image_availability_exporter_bad_image_format",
          "k8s_image_availability_exporter_registry_unavailable",
          "k8s_image_availability_exporter_authentication_failure",
          "k8s_image_availability_exporter_authorization_failure",
          "k8s_image_availability_exporter_unknown_error",
          "k8s_image_availability_exporter_reason");

  private MetricNames() {}

  /// Those that each running Pullcheck has.
  public static List<String> exported() {
    return KNOWN.stream().filter(name -> !name.startsWith("apiserver")).toList();
  }

  public static Set<String> all() {
    var names = new TreeSet<>(KNOWN);
    names.addAll(AT_TIMES);
    return names;
  }

  public static Set<String> in(String text) {
    var names = new TreeSet<String>();
    NAME.matcher(text).results().forEach(it -> names.add(it.group()));
    return names;
  }
}
