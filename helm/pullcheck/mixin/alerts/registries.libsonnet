local names = import 'names.libsonnet';

{
  local c = $._config,
  local q = (import '../queries.libsonnet')(c),
  local cluster = c.clusterLabel,

  local waiting(matchers=[]) = q.workloads(q.metric('registry_unavailable', matchers) + ' == 1', ['image']),

  // A registry that does not answer is one alert, whatever runs from it. Where no image has been found to wait for it,
  // because they were never checked, or are only pulled through it as a mirror, the value is 0.
  local registryUnavailable = {
    alert: 'PullcheckRegistryUnavailable',
    expr: |||
      count by (%(cluster)s, registry) (
        max by (%(cluster)s, registry, namespace, kind, name) (
          %(waiting)s
        )
      )
      or
      0 * max by (%(cluster)s, registry) (max_over_time(%(unresponsive)s[5m]) == 1)
    ||| % {
      cluster: cluster,
      waiting: q.withRegistry(waiting()),
      unresponsive: q.metric('registry_unresponsive'),
    },
    'for': '15m',
    labels: { severity: 'warning' },
    annotations: {
      summary: 'A registry is unavailable.',
      description:
        '{{ $labels.registry }} does not answer as a registry should. No node can pull from it either, unless it '
        + 'reaches it another way. Workloads whose images cannot be verified: {{ $value }}'
        + '{{ if $value }} ('
        + names.workloads(
          'max by (namespace, kind, name) (%s)' % q.ofRegistry(waiting([cluster + '=%q']), '%s'),
          ['$labels.' + cluster, '$labels.registry'],
          withNamespace=true,
        )
        + '){{ end }}.',
    },
  },

  // A pause ends after a while, and the next answer may begin another one: so that it was paused within a quarter of an
  // hour, for half an hour.
  local rateLimited = {
    alert: 'PullcheckRateLimited',
    expr: 'max by (%s, registry) (max_over_time(%s[15m])) == 1' % [cluster, q.metric('registry_paused')],
    'for': '30m',
    labels: { severity: 'warning' },
    annotations: {
      summary: 'A registry limits the rate of requests.',
      description:
        '{{ $labels.registry }} has asked for pauses for half an hour: verdicts about its images get old, new images '
        + 'are not checked, and nodes may be refused as well.',
    },
  },

  _registryAlerts:: [registryUnavailable, rateLimited],
}
