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
{{- end }}

{{- define "pullcheck.serviceAccountName" -}}
{{ default (ternary (include "pullcheck.fullname" .) "default" .Values.serviceAccount.create) .Values.serviceAccount.name }}
{{- end }}

{{- define "pullcheck.image" -}}
{{- $registry := default .Values.image.registry .Values.global.imageRegistry -}}
{{- with $registry }}{{ . }}/{{ end }}{{ .Values.image.repository }}
{{- if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ default .Chart.AppVersion .Values.image.tag }}{{ end }}
{{- end }}

{{- define "pullcheck.imagePullSecrets" -}}
{{- with concat .Values.global.imagePullSecrets .Values.imagePullSecrets -}}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "pullcheck.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "pullcheck.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* The Secret with the webhook's certificate, where Pullcheck does not make it itself. */}}
{{- define "pullcheck.tlsSecretName" -}}
{{- if eq .Values.tls.mode "files" -}}
{{ required "tls.secretName is needed with tls.mode=files: the name of an existing Secret" .Values.tls.secretName }}
{{- else -}}
{{ default (printf "%s-webhook-tls" (include "pullcheck.fullname" .)) .Values.tls.secretName }}
{{- end -}}
{{- end }}

{{/* Whether Pullcheck itself keeps the caBundle right: then it needs the right to patch its configuration. */}}
{{- define "pullcheck.injectsCaBundle" -}}
{{- if and .Values.webhook.enabled (or (eq .Values.tls.mode "self") (and (eq .Values.tls.mode "files") (not .Values.tls.caBundle))) }}true{{ end }}
{{- end }}

{{/* Whether something is verified for the platforms of the cluster's nodes: then it needs to list them. */}}
{{- define "pullcheck.readsNodes" -}}
{{- if not .Values.platforms }}
{{- $verify := list .Values.verify }}
{{- range .Values.config.registries }}{{ $verify = append $verify (default "manifest" .verify) }}{{ end }}
{{- if or (has "platform" $verify) (has "layers" $verify) }}true{{ end }}
{{- end }}
{{- end }}

{{/* What no schema can say. */}}
{{- define "pullcheck.validate" -}}
{{- if not .Values.rbac.clusterScoped -}}
{{- if not .Values.namespaces -}}
{{ fail "rbac.clusterScoped=false needs namespaces: all namespaces can only be watched by a ClusterRole" }}
{{- else if include "pullcheck.injectsCaBundle" . -}}
{{ fail "rbac.clusterScoped=false leaves nobody to set the caBundle: set tls.mode=certManager, tls.caBundle or webhook.enabled=false" }}
{{- else if include "pullcheck.readsNodes" . -}}
{{ fail "verify=platform and verify=layers list the nodes, which rbac.clusterScoped=false does not grant: set platforms" }}
{{- else if .Values.namespaceLabel -}}
{{ fail "namespaceLabel reads the namespaces, which rbac.clusterScoped=false does not grant: set namespaces alone" }}
{{- end -}}
{{- end -}}
{{- if and .Values.credentialProviders.image (not .Values.credentialProviders.providers) -}}
{{ fail "credentialProviders.image needs credentialProviders.providers: which plugin is for which images" }}
{{- end -}}
{{- if and .Values.tls.caBundle (ne .Values.tls.mode "files") -}}
{{ fail (printf "tls.caBundle is for tls.mode=files; with tls.mode=%s the caBundle is set by itself" .Values.tls.mode) }}
{{- end -}}
{{- end }}
