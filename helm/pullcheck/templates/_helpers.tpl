{{- define "pullcheck.name" -}}
{{ default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{/* The release's full name: of 40 characters at most, since others are built on it. */}}
{{- define "pullcheck.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if .Values.fullnameOverride -}}
{{ .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains $name .Release.Name -}}
{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" }}
{{- end -}}
{{- end }}

{{- define "pullcheck.releaseLabels" -}}
app.kubernetes.io/name: {{ include "pullcheck.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* The labels of the replicas, which the pod of helm test does not have. */}}
{{- define "pullcheck.selectorLabels" -}}
{{ include "pullcheck.releaseLabels" . }}
app.kubernetes.io/component: server
{{- end }}

{{- define "pullcheck.labels" -}}
{{ include "pullcheck.releaseLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* The labels of an object that is selected by its user's own, which go before the chart's: (list $ labels). */}}
{{- define "pullcheck.labelsWith" -}}
{{ mustMergeOverwrite (include "pullcheck.labels" (first .) | fromYaml) (default dict (last .)) | toYaml }}
{{- end }}

{{- define "pullcheck.podLabels" -}}
{{ include "pullcheck.selectorLabels" . }}
{{- with mustMerge (dict) (default dict .Values.podLabels) (default dict .Values.commonLabels) }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "pullcheck.serviceAccountName" -}}
{{ default (ternary (include "pullcheck.fullname" .) "default" .Values.serviceAccount.create) .Values.serviceAccount.name }}
{{- end }}

{{- define "pullcheck.image" -}}
{{- $repository := .Values.image.repository -}}
{{- $registry := default .Values.image.registry .Values.global.imageRegistry -}}
{{- if not (or $registry (regexMatch "^([^/]*[.:][^/]*|localhost)/" $repository)) -}}
{{- $registry = required "image.registry is needed: no registry has Pullcheck's image yet, so push it to one of yours, and write that one, such as --set image.registry=registry.example.com" .Values.image.registry -}}
{{- end -}}
{{- with $registry }}{{ . }}/{{ end }}{{ $repository }}
{{- if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ default .Chart.AppVersion .Values.image.tag }}{{ end }}
{{- end }}

{{- define "pullcheck.imagePullSecrets" -}}
{{- with concat (default list .Values.global.imagePullSecrets) (default list .Values.imagePullSecrets) -}}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "pullcheck.podSecurityContext" -}}
{{- $profile := dict "runAsNonRoot" true "runAsUser" 65532 "runAsGroup" 65532 "fsGroup" 65532
  "seccompProfile" (dict "type" "RuntimeDefault") -}}
{{ include "pullcheck.laidOver" (list "podSecurityContext" .Values $profile) }}
{{- end }}

{{- define "pullcheck.securityContext" -}}
{{- $profile := dict "allowPrivilegeEscalation" false "readOnlyRootFilesystem" true
  "capabilities" (dict "drop" (list "ALL")) -}}
{{ include "pullcheck.laidOver" (list "securityContext" .Values $profile) }}
{{- end }}

{{/*
  A value laid over a default that is not in values.yaml, since Helm would lay an empty value over it, too, and leave
  it whole. Not given: values.yaml's null is there, and the default counts. Given as null: Helm takes the name away.
*/}}
{{- define "pullcheck.laidOver" -}}
{{- $name := first . -}}
{{- $values := index . 1 -}}
{{- if hasKey $values $name -}}
{{- $given := get $values $name -}}
{{- if or $given (kindIs "invalid" $given) -}}
{{- $result := dict -}}
{{- range $key, $value := mustMergeOverwrite (deepCopy (last .)) (default dict $given) -}}
{{- if not (or (kindIs "invalid" $value) (and (hasKey (default dict $given) $key) (kindIs "invalid" (get $given $key)))) -}}
{{- $_ := set $result $key $value -}}
{{- end -}}
{{- end -}}
{{- with $result }}{{ toYaml . }}{{ end -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* The Secret with the webhook's certificate, where Pullcheck does not make it itself. */}}
{{- define "pullcheck.tlsSecretName" -}}
{{- if eq .Values.tls.mode "files" -}}
{{ required "tls.secretName is needed with tls.mode=files: the name of an existing Secret" .Values.tls.secretName }}
{{- else -}}
{{ default (printf "%s-webhook-tls" (include "pullcheck.fullname" .)) .Values.tls.secretName }}
{{- end -}}
{{- end }}

{{/* Where the webhook's certificate comes from; empty without a webhook. */}}
{{- define "pullcheck.tlsMode" -}}
{{- if .Values.webhook.enabled }}{{ .Values.tls.mode }}{{ end }}
{{- end }}

{{/* Whether Pullcheck itself keeps the caBundle right: then it needs the right to patch its configuration. */}}
{{- define "pullcheck.injectsCaBundle" -}}
{{- $mode := include "pullcheck.tlsMode" . -}}
{{- if or (eq $mode "self") (and (eq $mode "files") (not .Values.tls.caBundle)) }}true{{ end }}
{{- end }}

{{/* Whether evictions are looked at: then it needs to get the pod, which their reviews only name. */}}
{{- define "pullcheck.readsEvictedPods" -}}
{{- if and .Values.webhook.enabled (ne .Values.evictions.mode "off") }}true{{ end }}
{{- end }}

{{/* Whether something is verified for the platforms of nodes, or for those of `platforms`. */}}
{{- define "pullcheck.verifiesPlatforms" -}}
{{- $verify := list .Values.verify }}
{{- range (default dict .Values.config).registries }}{{ $verify = append $verify (default "manifest" .verify) }}{{ end }}
{{- if or (has "platform" $verify) (has "layers" $verify) }}true{{ end }}
{{- end }}

{{/* Whether the nodes' own platforms are needed: then it needs to list them. */}}
{{- define "pullcheck.readsNodes" -}}
{{- if not .Values.platforms }}{{ include "pullcheck.verifiesPlatforms" . }}{{ end }}
{{- end }}

{{/* The names of all Leases: the first shard's has the release's own. */}}
{{- define "pullcheck.leases" -}}
{{- $fullname := include "pullcheck.fullname" . -}}
- {{ $fullname }}
{{- range untilStep 1 (int .Values.shards) 1 }}
- {{ $fullname }}-{{ . }}
{{- end }}
{{- end }}

{{/* The resources of `workloadResources`, each once with all paths of its pod specs, as JSON. */}}
{{- define "pullcheck.workloadResources" -}}
{{- $resources := list -}}
{{- $seen := dict -}}
{{- range .Values.workloadResources -}}
{{- $path := last (splitList ":" .) -}}
{{- $name := first (splitList ":" .) -}}
{{- if hasKey $seen $name -}}
{{- $resource := get $seen $name -}}
{{- $_ := set $resource "paths" (append (get $resource "paths") $path | uniq) -}}
{{- else -}}
{{- $parts := splitList "/" $name -}}
{{- $resource := dict "group" (index $parts 0) "version" (index $parts 1) "plural" (index $parts 2) "paths" (list $path) -}}
{{- $_ := set $seen $name $resource -}}
{{- $resources = append $resources $resource -}}
{{- end -}}
{{- end -}}
{{ toJson $resources }}
{{- end }}

{{/* The ports of a verdict store's URL, as JSON. */}}
{{- define "pullcheck.storePorts" -}}
{{- $sentinel := contains "-sentinel://" . -}}
{{- $ports := ternary (list 6379) list $sentinel -}}
{{- range regexReplaceAll "^[a-z-]+://([^/?#]+).*$" . "${1}" | splitList "," -}}
{{- $port := regexFind ":[0-9]+$" . | trimPrefix ":" -}}
{{- $ports = append $ports (default (ternary 26379 6379 $sentinel) $port | int) -}}
{{- end -}}
{{ $ports | uniq | toJson }}
{{- end }}
