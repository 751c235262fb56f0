{
  grafanaDashboards+:: {
    'pullcheck.json': (import 'pullcheck.libsonnet')($._config),
  },
}
