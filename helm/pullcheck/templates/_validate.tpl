{{/*
  Stands at the top of each template: takes over the values of the Go exporter's chart, and refuses what no schema can.
  Whichever template comes first does it, since they all share the values.
*/}}
{{- define "pullcheck.prepare" -}}
{{- if not (hasKey .Values "prepared") -}}
{{- $_ := set .Values "prepared" true -}}
{{- include "pullcheck.refuseMoved" . -}}
{{- include "pullcheck.takeOver" . -}}
{{- $_ := include "pullcheck.image" . -}}
{{- include "pullcheck.refuseNames" . -}}
{{- include "pullcheck.refuseAccess" . -}}
{{- include "pullcheck.refuseChecks" . -}}
{{- include "pullcheck.refuseTimes" . -}}
{{- include "pullcheck.refusePods" . -}}
{{- include "pullcheck.refuseMonitoring" . -}}
{{- include "pullcheck.refuseStore" . -}}
{{- end -}}
{{- end }}

{{/* Names that values of this chart had before. */}}
{{- define "pullcheck.refuseMoved" -}}
{{- $moved := dict
  "replicas" "replicaCount"
  "topologySpread" "topologySpreadConstraints"
  "extraVolumes" "volumes"
  "extraVolumeMounts" "volumeMounts"
  "monitoring" "serviceMonitor.enabled=true (or podMonitor.enabled=true) with serviceMonitor.interval and serviceMonitor.labels" -}}
{{- range $old, $new := $moved -}}
{{- if hasKey $.Values $old -}}
{{ fail (printf "%s has another name now: write %s" $old $new) }}
{{- end -}}
{{- end -}}
{{- end }}

{{- define "pullcheck.refuseNames" -}}
{{- $fullname := include "pullcheck.fullname" . -}}
{{- if not (regexMatch "^[a-z]([-a-z0-9]*[a-z0-9])?$" $fullname) -}}
{{ fail (printf "%s cannot be the name of a Service, which begins with a letter and has letters, digits and - alone: set fullnameOverride" $fullname) }}
{{- end -}}
{{- $selected := list "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/component" -}}
{{- range $key := keys (default dict .Values.podLabels) | sortAlpha -}}
{{- if has $key $selected -}}
{{ fail (printf "podLabels sets %s, by which the chart's selectors find the pods: take it out" $key) }}
{{- end -}}
{{- end -}}
{{- $own := concat $selected (list "app.kubernetes.io/version" "app.kubernetes.io/managed-by" "helm.sh/chart") -}}
{{- range $key := keys (default dict .Values.commonLabels) | sortAlpha -}}
{{- if has $key $own -}}
{{ fail (printf "commonLabels sets %s, which the chart sets itself: take it out" $key) }}
{{- end -}}
{{- end -}}
{{- end }}

{{/* Rights and certificates. */}}
{{- define "pullcheck.refuseAccess" -}}
{{- if not .Values.rbac.clusterScoped -}}
{{- if not .Values.namespaces -}}
{{ fail "rbac.clusterScoped=false needs namespaces: all namespaces can only be watched by a ClusterRole" }}
{{- else if include "pullcheck.injectsCaBundle" . -}}
{{ fail "rbac.clusterScoped=false leaves nobody to set the caBundle: set tls.mode=certManager, tls.caBundle or webhook.enabled=false" }}
{{- else if include "pullcheck.readsNodes" . -}}
{{ fail "verify=platform and verify=layers list the nodes, which rbac.clusterScoped=false does not grant: set platforms" }}
{{- else if .Values.namespaceLabel -}}
{{ fail "namespaceLabel reads the namespaces, which rbac.clusterScoped=false does not grant: set namespaces alone" }}
{{- else if and .Values.webhook.enabled (eq .Values.evictions.mode "hold") -}}
{{ fail "evictions.mode=hold reads the namespaces' labels, which rbac.clusterScoped=false does not grant: set evictions.mode=warn" }}
{{- end -}}
{{- end -}}
{{- if and .Values.keepList .Values.namespaces -}}
{{ fail "keepList needs all namespaces: a list of some would let the images of the others be deleted; take namespaces out, or set keepList=false" }}
{{- end -}}
{{- if and .Values.credentialProviders.image (not .Values.credentialProviders.providers) -}}
{{ fail "credentialProviders.image needs credentialProviders.providers: which plugin is for which images" }}
{{- end -}}
{{- if and .Values.tls.caBundle (ne .Values.tls.mode "files") -}}
{{ fail (printf "tls.caBundle is for tls.mode=files; with tls.mode=%s the caBundle is set by itself" .Values.tls.mode) }}
{{- end -}}
{{- end }}

{{/* What is checked. */}}
{{- define "pullcheck.refuseChecks" -}}
{{- range $name := list "allowedImages" "ignoredImages" -}}
{{- range default list (get $.Values $name) -}}
{{- if contains "~" . -}}
{{ fail (printf "%s: %s has a ~, which separates expressions: write two, or \\x7e for the character" $name .) }}
{{- else if not . -}}
{{ fail (printf "%s has an empty expression, which matches every image: take it out" $name) }}
{{- else if not (regexMatch (printf "|%s" .) "") -}}
{{- /* An empty alternative matches nothing at all, unless the whole does not compile. */ -}}
{{ fail (printf "%s: %s is no regular expression (RE2): it does not compile" $name .) }}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if not (regexMatch "^[^\\s:/]+(:[0-9]+)?$" .Values.defaultRegistry) -}}
{{ fail (printf "defaultRegistry: %s is no registry: write its host, without https:// and without a path" .Values.defaultRegistry) }}
{{- end -}}
{{- range $original, $mirror := .Values.imageMirrors -}}
{{- if not (regexMatch "^[^\\s=]+=[^\\s=]+$" (printf "%s=%s" $original $mirror)) -}}
{{ fail (printf "imageMirrors: %s: %s is no pair of prefixes: write host/path: host/path" $original $mirror) }}
{{- end -}}
{{- end -}}
{{- if and .Values.platforms (not (include "pullcheck.verifiesPlatforms" .)) -}}
{{ fail "platforms is for verify=platform and verify=layers: set one of them, or take platforms out" }}
{{- end -}}
{{- if and .Values.namespaceLabel (not (regexMatch "^[^=\\s]+(=[^=\\s]*)?$" .Values.namespaceLabel)) -}}
{{ fail (printf "namespaceLabel: %s is no label: write key or key=value" .Values.namespaceLabel) }}
{{- end -}}
{{- end }}

{{- define "pullcheck.refuseTimes" -}}
{{- range $name := list "checkPeriod" "checkInterval" "failedCheckInterval" "checkTimeout" -}}
{{- $time := get $.Values $name -}}
{{- if not (regexMatch "^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$" $time) -}}
{{ fail (printf "%s: %s is no duration: write one such as 15s or 1h30m" $name $time) }}
{{- else if and (ne $name "checkPeriod") (lt (include "pullcheck.seconds" $time | float64) 1.0) -}}
{{ fail (printf "%s: %s is too short: write 1s or more" $name $time) }}
{{- end -}}
{{- end -}}
{{- with .Values.evictions.hold -}}
{{- if not (regexMatch "^(0|([0-9]+(\\.[0-9]+)?(ms|s|m|h))+)$" .) -}}
{{ fail (printf "evictions.hold: %s is no duration: write one such as 30m, or 0s" .) }}
{{- else if gt (include "pullcheck.seconds" . | float64) 86400.0 -}}
{{ fail (printf "evictions.hold: %s is longer than a drain can wait: write 24h or less" .) }}
{{- end -}}
{{- end -}}
{{- $delay := include "pullcheck.seconds" .Values.shutdownDelay | float64 -}}
{{- if lt (float64 .Values.terminationGracePeriodSeconds) (addf $delay 5.0) -}}
{{ fail (printf "terminationGracePeriodSeconds=%v must be at least 5 s more than shutdownDelay=%s: else the kubelet kills a replica before it has stopped" (int64 .Values.terminationGracePeriodSeconds) .Values.shutdownDelay) }}
{{- end -}}
{{- if and .Values.webhook.enabled (ge (include "pullcheck.seconds" .Values.webhookTimeout | float64) (float64 .Values.webhook.timeoutSeconds)) -}}
{{ fail (printf "webhookTimeout=%s must be less than webhook.timeoutSeconds=%v: else the API server gives up before Pullcheck answers" .Values.webhookTimeout .Values.webhook.timeoutSeconds) }}
{{- end -}}
{{- end }}

{{- define "pullcheck.refusePods" -}}
{{- if eq (int .Values.webhook.port) (int .Values.management.port) -}}
{{ fail (printf "webhook.port and management.port are both %v: set two different ones" .Values.webhook.port) }}
{{- end -}}
{{- if and (eq (default "" .Values.dnsPolicy) "None") (not (default dict .Values.dnsConfig).nameservers) -}}
{{ fail "dnsPolicy=None needs dnsConfig.nameservers: else no name can be looked up" }}
{{- end -}}
{{- if and .Values.hostNetwork (eq (default "" .Values.dnsPolicy) "ClusterFirst") -}}
{{ fail "dnsPolicy=ClusterFirst does not hold with hostNetwork=true: set dnsPolicy=ClusterFirstWithHostNet, or leave it empty" }}
{{- end -}}
{{- with .Values.podDisruptionBudget -}}
{{- if and .enabled (not (kindIs "invalid" .minAvailable)) (not (kindIs "invalid" .maxUnavailable)) -}}
{{ fail "podDisruptionBudget has minAvailable and maxUnavailable: set one of them" }}
{{- end -}}
{{- end -}}
{{- include "pullcheck.refuseTwice" (list "volumes" "name" (include "pullcheck.ownVolumes" . | fromYamlArray) .Values.volumes) -}}
{{- include "pullcheck.refuseTwice" (list "volumeMounts" "mountPath" (include "pullcheck.ownVolumeMounts" . | fromYamlArray) .Values.volumeMounts) -}}
{{- include "pullcheck.refuseTwice" (list "extraEnv" "name" (list (dict "name" "POD_IP") (dict "name" "SHARD")) .Values.extraEnv) -}}
{{- $labels := include "pullcheck.podLabels" . | fromYaml -}}
{{- range .Values.topologySpreadConstraints -}}
{{- range $key, $value := (default dict .labelSelector).matchLabels -}}
{{- if ne (toString $value) (toString (get $labels $key)) -}}
{{ fail (printf "topologySpreadConstraints: no pod of Pullcheck has the label %s=%s: leave labelSelector out, the chart sets it" $key $value) }}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $rendered := include "pullcheck.args" . | fromYamlArray -}}
{{- $rendered = slice $rendered 0 (sub (len $rendered) (len (default list .Values.extraArgs)) | int) -}}
{{- range $extra := .Values.extraArgs -}}
{{- $name := regexFind "^--?[a-z][-a-z]*" $extra | trimPrefix "-" | trimPrefix "-" -}}
{{- $value := get (dict "bind-address" "management.port" "webhook-bind-address" "webhook.port" "evictions" "evictions.mode" "eviction-hold" "evictions.hold") $name | default ($name | replace "-" "_" | camelcase | untitle) -}}
{{- if has $name (list "bind-address" "webhook-bind-address" "namespaces" "namespace-label" "deny-namespaces" "platforms" "evictions") -}}
{{ fail (printf "extraArgs: write the value %s in place of --%s: other objects of the chart follow it" $value $name) }}
{{- end -}}
{{- range ternary list $rendered (has $name (list "capath" "image-mirror" "tls-san")) -}}
{{- if regexMatch (printf "^--%s(=|$)" $name) . -}}
{{ fail (printf "extraArgs: --%s is set by the chart already: %s" $name (ternary (printf "write the value %s" $value) "take it out" (hasKey $.Values $value))) }}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* (list name key own given): two things of one name. */}}
{{- define "pullcheck.refuseTwice" -}}
{{- $key := index . 1 -}}
{{- $seen := dict -}}
{{- range index . 2 -}}
{{- $_ := set $seen (get . $key) "Pullcheck's own" -}}
{{- end -}}
{{- range last . -}}
{{- $named := toString (get . $key) -}}
{{- with get $seen $named -}}
{{ fail (printf "%s: the %s %s is %s: take another one" (first $) $key $named .) }}
{{- end -}}
{{- $_ := set $seen $named "there twice" -}}
{{- end -}}
{{- end }}

{{- define "pullcheck.refuseMonitoring" -}}
{{- if and .Values.serviceMonitor.enabled .Values.podMonitor.enabled -}}
{{ fail "serviceMonitor.enabled and podMonitor.enabled would have each replica scraped twice: set one of them" }}
{{- end -}}
{{- with .Values.serviceMonitor -}}
{{- if and .scrapeTimeout .interval -}}
{{- if gt (include "pullcheck.seconds" .scrapeTimeout | float64) (include "pullcheck.seconds" .interval | float64) -}}
{{ fail (printf "serviceMonitor.scrapeTimeout=%s is more than serviceMonitor.interval=%s, which Prometheus refuses" .scrapeTimeout .interval) }}
{{- end -}}
{{- end -}}
{{- end -}}
{{- with .Values.prometheusRule -}}
{{- $alerts := include "pullcheck.alertNames" $ | fromYamlArray -}}
{{- range .disabled -}}
{{- if not (has . $alerts) -}}
{{ fail (printf "prometheusRule.disabled: there is no alert %s; there are %s" . (join ", " $alerts)) }}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* Seconds in a duration of Go or Prometheus. */}}
{{- define "pullcheck.seconds" -}}
{{- $units := dict "ms" 0.001 "s" 1.0 "m" 60.0 "h" 3600.0 "d" 86400.0 "w" 604800.0 "y" 31536000.0 -}}
{{- $sum := 0.0 -}}
{{- range regexFindAll "[0-9]+(\\.[0-9]+)?(ms|[smhdwy])" . -1 -}}
{{- $sum = addf $sum (mulf (regexFind "[0-9.]+" . | float64) (get $units (regexFind "[a-z]+" .))) -}}
{{- end -}}
{{- $sum -}}
{{- end }}

{{- define "pullcheck.refuseStore" -}}
{{- if .Values.verdictStore.url -}}
{{- if not .Values.verdictStore.existingSecret -}}
{{ fail "verdictStore.url needs verdictStore.existingSecret, a Secret with the fleet key" }}
{{- end -}}
{{- if not .Values.clusterName -}}
{{ fail "verdictStore.url needs clusterName, by which the fleet knows whose verdict one is" }}
{{- end -}}
{{- end -}}
{{- end }}
