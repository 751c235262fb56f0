// Parts of descriptions that Prometheus fills in when an alert fires. Queries are formats of Go's printf, the values are
// expressions of its templates, such as $labels.image.
{
  // The first three workloads that a query finds: "deployment cart, deployment web, cronjob mail and more".
  workloads(query, values, withNamespace=false)::
    '{{ range $i, $each := printf `%s` %s | query | sortByLabel "name" }}' % [query, std.join(' ', values)]
    + '{{ if lt $i 3 }}{{ if $i }}, {{ end }}{{ $each.Labels.kind }} '
    + (if withNamespace then '{{ $each.Labels.namespace }}/' else '')
    + '{{ $each.Labels.name }}{{ end }}{{ if eq $i 3 }} and more{{ end }}{{ end }}',

  // The one number that a query finds, or 0.
  value(query, values)::
    '{{ range printf `%s` %s | query }}{{ .Value }}{{ else }}0{{ end }}' % [query, std.join(' ', values)],

  // What a query has counted by one label: "overloaded (1), rate_limited (12)", or "none".
  counts(query, label, values)::
    '{{ range $i, $each := printf `%s` %s | query | sortByLabel "%s" }}' % [query, std.join(' ', values), label]
    + '{{ if $i }}, {{ end }}{{ $each.Labels.%s }} ({{ $each.Value }}){{ else }}none{{ end }}' % label,
}
