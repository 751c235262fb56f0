// The four alerts of k8s-image-availability-exporter, by their names and with their labels, for those whose routes and
// silences know them. In place of the others, never beside them.
local q = (import '../queries.libsonnet')({ pullcheckSelector: '', clusterLabel: 'cluster' });

local alert(name, kind) = {
  local selected(metric) = q.metric(metric, ['kind="%s"' % kind]),
  alert: name + 'ImageUnavailable',
  expr: 'max by (namespace, name, container, image) (%s == 0 or %s == 1)'
        % [selected('available'), selected('reason')],
  labels: { severity: 'critical' },
  annotations: {
    message:
      'Image {{ $labels.image }} of container {{ $labels.container }} in ' + kind
      + ' {{ $labels.name }}, namespace {{ $labels.namespace }}, is not available in its registry.',
  },
};

{
  groups: [
    {
      name: 'k8s-image-availability-exporter.rules',
      rules: [
        alert('Deployment', 'deployment'),
        alert('StatefulSet', 'statefulset'),
        alert('DaemonSet', 'daemonset'),
        alert('CronJob', 'cronjob'),
      ],
    },
  ],
}
