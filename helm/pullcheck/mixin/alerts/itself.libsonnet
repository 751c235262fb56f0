{
  local c = $._config,
  local q = (import '../queries.libsonnet')(c),
  local cluster = c.clusterLabel,
  // Of the API server.
  local ofPullcheck = 'name=~".+[.]pullcheck[.]io"',

  _ownAlerts:: [
    {
      alert: 'PullcheckChecksLag',
      expr: |||
        sum by (%s) (%s)
        > 0.1 * sum by (%s) (%s)
      ||| % [cluster, q.metric('queue_overdue_images'), cluster, q.metric('images')],
      'for': '30m',
      labels: { severity: 'warning' },
      annotations: {
        summary: 'Pullcheck does not keep up with its checks.',
        description: 'More than a tenth of all images, {{ $value }}, are checked later than they are due.',
      },
    },
    {
      alert: 'PullcheckNoLeader',
      expr: 'max by (%(cluster)s) (%(leader)s) == 0 or absent(%(leader)s)'
            % { cluster: cluster, leader: q.metric('leader') },
      'for': '5m',
      labels: { severity: 'critical' },
      annotations: {
        summary: 'No replica of Pullcheck checks images.',
        description:
          'No replica holds the Lease, or none is scraped. Verdicts are not renewed, and those of the last leader are '
          + 'exported only as long as it runs.',
      },
    },
    // Before the kernel or the JVM ends it: a review and a scrape need room, too.
    {
      alert: 'PullcheckMemoryTight',
      expr: 'max by (%s, namespace, pod) (%s) > 0.8' % [cluster, q.metric('heap_live_ratio')],
      'for': '15m',
      labels: { severity: 'warning' },
      annotations: {
        summary: "Pullcheck's memory limit is too small for the cluster.",
        description:
          'After a collection {{ $value | humanizePercentage }} of the heap of {{ $labels.pod }} are in use. Raise '
          + 'resources.limits.memory of its chart.',
      },
    },
    // Leaves of --tls-mode=self are replaced long before this.
    {
      alert: 'PullcheckCertificateExpiring',
      expr: 'min by (%s) (%s) - time() < 2 * 86400'
            % [cluster, q.metric('webhook_certificate_not_after_timestamp_seconds')],
      'for': '15m',
      labels: { severity: 'warning' },
      annotations: {
        summary: "The webhook's certificate expires soon.",
        description:
          'It expires in {{ $value | humanizeDuration }}. From then on the API server does not trust the webhook, and '
          + 'no warnings are given any more.',
      },
    },
    // From the API server's metrics: it could not ask Pullcheck and admitted the object all the same. A condition of the
    // webhook's configuration that fails to evaluate has the same effect.
    {
      alert: 'PullcheckWebhookFailingOpen',
      expr: |||
        sum by (%(cluster)s, name) (
          increase(apiserver_admission_webhook_fail_open_count{%(own)s}[10m])
        ) > 0
        or
        sum by (%(cluster)s, name) (
          increase(apiserver_admission_match_condition_evaluation_errors_total{%(own)s}[10m])
        ) > 0
      ||| % { cluster: cluster, own: ofPullcheck },
      'for': '10m',
      labels: { severity: 'warning' },
      annotations: {
        summary: 'The API server cannot ask Pullcheck.',
        description:
          'In the last ten minutes {{ $value | humanize }} objects were admitted without being looked at by '
          + '{{ $labels.name }}.',
      },
    },
    // There are such series only with a verdict store. Standbys count: one of them may have to lead.
    {
      alert: 'PullcheckVerdictStoreAway',
      expr: 'min by (%s) (%s) == 0' % [cluster, q.metric('verdict_store_up')],
      'for': '15m',
      labels: { severity: 'warning' },
      annotations: {
        summary: "The fleet's verdict store is not used.",
        description:
          'A replica of Pullcheck cannot use the store that the clusters share. It checks all images itself, and asks '
          + 'registries without regard to what the other clusters ask them.',
      },
    },
    // One such value is replaced by the next check. Whoever is told of it is to find somebody who goes on.
    {
      alert: 'PullcheckVerdictStoreValuesRefused',
      expr: 'sum by (%s, why) (increase(%s[10m])) > 0' % [cluster, q.metric('verdict_store_values_refused_total')],
      'for': '30m',
      labels: { severity: 'warning' },
      annotations: {
        summary: "Values in the fleet's verdict store are not believed.",
        description:
          'In the last ten minutes {{ $value | humanize }} values were not taken, because of their {{ $labels.why }}. '
          + 'Pullcheck checks these images itself.',
      },
    },
  ],
}
