(import 'images.libsonnet') +
(import 'registries.libsonnet') +
(import 'itself.libsonnet') +
{
  local runbook = $._config.runbookURLPattern,
  local linked(rule) = rule {
    annotations+: if runbook == '' then {} else { runbook_url: runbook % std.asciiLower(rule.alert) },
  },

  prometheusAlerts+:: {
    groups+: [
      { name: 'pullcheck-images', rules: [linked(rule) for rule in $._imageAlerts] },
      { name: 'pullcheck-registries', rules: [linked(rule) for rule in $._registryAlerts] },
      { name: 'pullcheck-itself', rules: [linked(rule) for rule in $._ownAlerts] },
    ],
  },
}
