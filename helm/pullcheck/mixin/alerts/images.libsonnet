local names = import 'names.libsonnet';

{
  local c = $._config,
  local q = (import '../queries.libsonnet')(c),
  local cluster = c.clusterLabel,
  // The comment marks the number for the chart, which puts its own there (prometheusRule.criticalWorkloads).
  local critical = '%d # criticalWorkloads' % c.criticalWorkloads,

  // Labels of the alert as matchers for a query in its description, and their values. Where the alert does not have one,
  // neither have the series.
  local matchers(labels) = ['%s=%%[%d]q' % [labels[i], i + 1] for i in std.range(0, std.length(labels) - 1)],
  local values(labels) = ['$labels.' + label for label in labels],

  local lost = q.workloads(q.lost(), ['image']),
  local widelyLost = std.rstripChars(|||
    count by (%(cluster)s, namespace, image) (
      %(lost)s
    ) >= %(critical)s
  ||| % { cluster: cluster, lost: lost, critical: critical }, '\n'),

  // Images that are absent, wanted, and on one node at most: what runs there is the last of them. There are such series
  // only where pods are watched.
  local onLastNode = |||
    (
      max by (%(labels)s) (%(replicas)s) > 0
      and on (%(labels)s)
      max by (%(labels)s) (%(nodes)s) < 2
    )
  ||| % {
    labels: std.join(', ', [cluster, 'namespace', 'image']),
    replicas: q.metric('absent_image_replicas'),
    nodes: q.metric('absent_image_nodes'),
  },

  // One alert for an image and a namespace: whoever owns the namespace is told, and once. Where many workloads use it,
  // PullcheckWidelyUsedImageUnavailable tells of it instead. That has a name of its own, because Alertmanagers are
  // commonly told to hide a namespace's warnings behind a critical alert of the same name: those of other images.
  local perImage(workloads, labels=[]) = |||
    count by (%(labels)s) (
      %(workloads)s
    )
    unless on (%(cluster)s, namespace, image)
    %(widelyLost)s
  ||| % {
    cluster: cluster,
    labels: std.join(', ', [cluster, 'namespace', 'image'] + labels + c.routingLabels),
    workloads: std.rstripChars(std.strReplace(q.routed(workloads, ['image'] + labels), '\n', '\n  '), ' \n'),
    widelyLost: widelyLost,
  },

  local widelyUsedImageUnavailable = {
    alert: 'PullcheckWidelyUsedImageUnavailable',
    // In one namespace; or, where there is no such namespace, in all together: the alert then has no label `namespace`.
    expr: |||
      %(widelyLost)s
      or
      (
        count by (%(cluster)s, image) (
          %(lost)s
        ) >= %(critical)s
        unless on (%(cluster)s, image)
        %(widelyLost)s
      )
    ||| % { cluster: cluster, lost: lost, critical: critical, widelyLost: widelyLost },
    'for': '15m',
    labels: { severity: 'critical' },
    annotations: {
      summary: 'An image that many workloads use cannot be pulled any more.',
      description:
        'The registry of {{ $labels.image }} does not have it, or denies it. Workloads '
        + '{{ with $labels.namespace }}in namespace {{ . }} {{ end }}that use it: {{ $value }} ('
        + names.workloads(
          q.workloads(q.lost([cluster + '=%[1]q', 'namespace=~%[2]q', 'image=%[3]q'])),
          ['$labels.' + cluster, '(or $labels.namespace ".+")', '$labels.image'],
          withNamespace=true,
        )
        + '). The next of their pods that is scheduled to a node without the image does not start.',
    },
  },

  local imageOnLastNode = {
    alert: 'PullcheckImageOnLastNode',
    expr: |||
      %(absent)sand on (%(cluster)s, namespace, image)
      %(onLastNode)s
    ||| % {
      absent: perImage(q.workloads(q.absent(), ['image'])),
      cluster: cluster,
      onLastNode: std.rstripChars(onLastNode, '\n'),
    },
    'for': '15m',
    labels: { severity: 'critical' },
    annotations: {
      summary: 'An image that cannot be pulled any more is on one node at most.',
      description:
        '{{ $labels.image }} is not in its registry, and so many nodes still run it: '
        + names.value(
          'max(%s)' % q.metric('absent_image_nodes', matchers([cluster, 'namespace', 'image'])),
          values([cluster, 'namespace', 'image']),
        )
        + '. When that one is drained or fails, nothing can start. Workloads in namespace {{ $labels.namespace }} that use it: '
        + '{{ $value }} ('
        + names.workloads(
          q.workloads(q.absent(matchers([cluster, 'namespace', 'image']))),
          values([cluster, 'namespace', 'image']),
        )
        + '). Save the image from the node now.',
    },
  },

  local imageAbsent = {
    alert: 'PullcheckImageAbsent',
    expr: |||
      %(absent)sunless on (%(cluster)s, namespace, image)
      %(onLastNode)s
    ||| % {
      absent: perImage(q.workloads(q.absent(), ['image'])),
      cluster: cluster,
      onLastNode: std.rstripChars(onLastNode, '\n'),
    },
    'for': '15m',
    labels: { severity: 'warning' },
    annotations: {
      summary: 'An image cannot be pulled any more.',
      description:
        '{{ $labels.image }} is not in its registry. Workloads in namespace {{ $labels.namespace }} that use it: '
        + '{{ $value }} ('
        + names.workloads(
          q.workloads(q.absent(matchers([cluster, 'namespace', 'image']))),
          values([cluster, 'namespace', 'image']),
        )
        + '). The next of their pods that is scheduled to a node without the image does not start.',
    },
  },

  local imageDenied = {
    alert: 'PullcheckImageDenied',
    expr: perImage(q.workloads(q.reason(q.reasons.denied), ['image', 'reason']), ['reason']),
    'for': '15m',
    labels: { severity: 'warning' },
    annotations: {
      summary: 'An image is denied to the workloads that use it, or gone.',
      description:
        'The registry of {{ $labels.image }} answers {{ $labels.reason }}. Workloads in namespace '
        + '{{ $labels.namespace }} that use it: {{ $value }} ('
        + names.workloads(
          q.workloads(q.metric('reason', matchers([cluster, 'namespace', 'image', 'reason'])) + ' == 1'),
          values([cluster, 'namespace', 'image', 'reason']),
        )
        + ').',
    },
  },

  // One expired pull secret breaks all workloads that use it: an alert for each namespace and reason is enough.
  local credentialsRejected(severity, compare) = {
    alert: 'PullcheckCredentialsRejected',
    expr: |||
      count by (%s, namespace, reason) (
        %s
      ) %s %s
    ||| % [cluster, q.workloads(q.reason(q.reasons.credentials), ['reason']), compare, critical],
    'for': '15m',
    labels: { severity: severity },
    annotations: {
      summary: 'Pull credentials do not work.',
      description:
        'Workloads in namespace {{ $labels.namespace }} that could not pull their images again: {{ $value }} ('
        + names.workloads(
          q.workloads(q.metric('reason', matchers([cluster, 'namespace', 'reason'])) + ' == 1'),
          values([cluster, 'namespace', 'reason']),
        )
        + '). The reason is {{ $labels.reason }}.',
    },
  },

  local imageUnknown = {
    alert: 'PullcheckImageUnknown',
    expr: |||
      count by (%s, namespace) (
        %s
      )
    ||| % [cluster, q.workloads(q.metric('unknown_error') + ' == 1')],
    'for': '1h',
    labels: { severity: 'info' },
    annotations: {
      summary: 'It is not known whether images can be pulled.',
      description:
        'Workloads in namespace {{ $labels.namespace }} of whose images Pullcheck cannot tell whether they can be '
        + 'pulled: {{ $value }} ('
        + names.workloads(
          q.workloads(q.metric('unknown_error', matchers([cluster, 'namespace'])) + ' == 1'),
          values([cluster, 'namespace']),
        )
        + '). The status page says why for each image.',
    },
  },

  // The least of a quarter of an hour: new images that wait for their first check for a moment do not add up to an
  // alert, and a scrape that is missing does not end one. A pause that comes and goes ends none either: until it is
  // checked, an image is unchecked.
  local imagesUnchecked = {
    alert: 'PullcheckImagesUnchecked',
    expr: 'sum by (%s) (min_over_time(%s[15m])) > 0' % [cluster, q.metric('images', ['state="unchecked"'])],
    'for': '45m',
    labels: { severity: 'warning' },
    annotations: {
      summary: 'Images have never been checked.',
      description:
        'Images that have waited for their first check for an hour: {{ $value }}. Of these were put off: '
        + names.counts(
          'count by (reason) (max by (image, reason) (max_over_time(%s[15m])))'
          % q.metric('reason', ['reason=~"%s"' % q.reasons.postponed] + matchers([cluster])),
          'reason',
          values([cluster]),
        )
        + '.',
    },
  },

  _imageAlerts:: [
    widelyUsedImageUnavailable,
    imageOnLastNode,
    imageAbsent,
    imageDenied,
    credentialsRejected('warning', '<'),
    credentialsRejected('critical', '>='),
    imageUnknown,
    imagesUnchecked,
  ],
}
