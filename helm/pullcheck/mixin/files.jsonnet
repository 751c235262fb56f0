// The files of the chart that are made from the mixin, without the line end that jsonnet adds. In the chart's folder:
//
//     jsonnet -S -m files mixin/files.jsonnet
local mixin = import 'mixin.libsonnet';
local yaml = import 'yaml.libsonnet';

// Dashboards have links in a file of their own: the chart puts the address there (management.url).
local linked = mixin { _config+:: { statusPageURL: 'https://STATUS-PAGE' } };

{
  'alerts.yaml': |||
    # Pullcheck's alerts, for a plain Prometheus (rule_files) and for the chart, which renders the same file.
    # Made from mixin/: see its README.md. What to do for each is in docs/runbook.md, which Pullcheck serves at /runbook.
  ||| + yaml.rules(mixin.prometheusAlerts),
  'alerts-compatible.yaml': |||
    # The four alerts of k8s-image-availability-exporter, by their names, for those whose routes and silences know them.
    # Use these or alerts.yaml, never both. Made from mixin/: see its README.md.
  ||| + yaml.rules(import 'alerts/compatible.libsonnet'),
  'dashboard.json': std.manifestJsonEx(mixin.grafanaDashboards['pullcheck.json'], '  '),
  'dashboard-with-links.json': std.manifestJsonEx(linked.grafanaDashboards['pullcheck.json'], '  '),
}
