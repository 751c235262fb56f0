{{/* Where browsers reach the status page, without a slash at the end; empty: it is not known. */}}
{{- define "pullcheck.url" -}}
{{ trimSuffix "/" (default "" .Values.management.url) }}
{{- end }}

{{/* Where the runbook is: the one that Pullcheck serves, unless there is another; empty: it is not known. */}}
{{- define "pullcheck.runbookUrl" -}}
{{- with include "pullcheck.url" . }}{{ $url := printf "%s/runbook" . }}{{ default $url $.Values.prometheusRule.runbookUrl }}
{{- else }}{{ default "" .Values.prometheusRule.runbookUrl }}
{{- end }}
{{- end }}

{{/*
A rule of files/alerts.yaml with what the values say: {rule, root}. A comment marks the number of workloads. Where the alert
about widely used images is left out, the others tell of these, too.
*/}}
{{- define "pullcheck.alert" -}}
{{- $prometheusRule := .root.Values.prometheusRule -}}
{{- $critical := int $prometheusRule.criticalWorkloads -}}
{{- $widelyUsed := not (has "PullcheckWidelyUsedImageUnavailable" (default list $prometheusRule.disabled)) -}}
{{- if not (or $widelyUsed (eq .rule.alert "PullcheckCredentialsRejected")) }}{{ $critical = 1000000000 }}{{ end -}}
{{- $expr := regexReplaceAll "[0-9]+ # criticalWorkloads" .rule.expr (printf "%d # criticalWorkloads" $critical) -}}
{{- $rule := set (deepCopy .rule) "expr" $expr -}}
{{- $runbook := include "pullcheck.runbookUrl" .root -}}
{{- if and $runbook .rule.annotations.description }}
{{- $_ := set $rule.annotations "runbook_url" (printf "%s#%s" $runbook (lower .rule.alert)) }}
{{- end -}}
{{ toYaml $rule }}
{{- end }}

{{- define "pullcheck.dashboard" -}}
{{- with include "pullcheck.url" . }}
{{- $.Files.Get "files/dashboard-with-links.json" | replace "https://STATUS-PAGE" . }}
{{- else }}
{{- .Files.Get "files/dashboard.json" }}
{{- end }}
{{- end }}
