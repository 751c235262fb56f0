{{/* The flags of `pullcheck serve`: values named as flags are go into the flags of the same name. */}}
{{- define "pullcheck.args" -}}
- serve
- --leader-elect
- --lease-name={{ include "pullcheck.fullname" . }}
{{- include "pullcheck.webhookArgs" . }}
{{- if ne (int .Values.management.port) 8080 }}
- --bind-address=:{{ .Values.management.port }}
{{- end }}
{{- if gt (int .Values.shards) 1 }}
- --shard=$(SHARD)
- --total-shards={{ .Values.shards }}
{{- end }}
- --kinds={{ join "," .Values.kinds }}
{{- range .Values.workloadResources }}
- {{ printf "--workload-resource=%s" . | quote }}
{{- end }}
{{- with .Values.namespaces }}
- --namespaces={{ join "," . }}
{{- end }}
{{- with .Values.namespaceLabel }}
- {{ printf "--namespace-label=%s" . | quote }}
{{- end }}
{{- /* A $ is doubled: $(NAME) in an argument would be an environment variable. */}}
{{- with .Values.allowedImages }}
- {{ printf "--allowed-images=%s" (join "~" .) | replace "$" "$$" | quote }}
{{- end }}
{{- with .Values.ignoredImages }}
- {{ printf "--ignored-images=%s" (join "~" .) | replace "$" "$$" | quote }}
{{- end }}
{{- with .Values.forceCheckDisabledControllers }}
- {{ printf "--force-check-disabled-controllers=%s" (join "," .) | quote }}
{{- end }}
- --verify={{ .Values.verify }}
{{- with .Values.platforms }}
- --platforms={{ join "," . }}
{{- end }}
{{- with .Values.containerRuntime }}
- --container-runtime={{ . }}
{{- end }}
- --check-period={{ .Values.checkPeriod }}
- --check-interval={{ .Values.checkInterval }}
- --failed-check-interval={{ .Values.failedCheckInterval }}
- --check-timeout={{ .Values.checkTimeout }}
{{- include "pullcheck.registryArgs" . }}
{{- if .Values.management.tokenSecret.name }}
- --management-token-file=/etc/pullcheck/management/token
{{- end }}
{{- if .Values.notifications.tokenSecret.name }}
- --notifications-token-file=/etc/pullcheck/notifications/token
{{- end }}
{{- with .Values.management.hosts }}
- {{ printf "--management-hosts=%s" (join "," .) | quote }}
{{- end }}
{{- with .Values.clusterName }}
- {{ printf "--cluster-name=%s" . | replace "$" "$$" | quote }}
{{- end }}
{{- if .Values.keepList }}
- --keep-list
{{- end }}
{{- include "pullcheck.storeArgs" . }}
- --metrics={{ .Values.metrics }}
{{- with .Values.workloadLabels }}
- --workload-labels={{ join "," . }}
{{- end }}
- --shutdown-delay={{ .Values.shutdownDelay }}
- --events={{ .Values.events }}
- --watch-pods={{ .Values.recovery.pods }}
- --log-format={{ .Values.logFormat }}
- --log-level={{ .Values.logLevel }}
{{- range .Values.extraArgs }}
- {{ . | quote }}
{{- end }}
{{- end }}

{{- define "pullcheck.storeArgs" }}
{{- if .Values.verdictStore.url }}
- {{ printf "--verdict-store=%s" .Values.verdictStore.url | replace "$" "$$" | quote }}
- {{ printf "--verdict-store-prefix=%s" .Values.verdictStore.prefix | replace "$" "$$" | quote }}
- --verdict-store-key-file=/etc/pullcheck/verdict-store/key
{{- if .Values.verdictStore.credentials }}
- --verdict-store-credentials-file=/etc/pullcheck/verdict-store/credentials
{{- end }}
{{- if .Values.verdictStore.ca }}
- --verdict-store-ca=/etc/pullcheck/verdict-store/ca.crt
{{- end }}
{{- end }}
{{- end }}

{{/* Without a webhook there is no certificate and nothing that denies. */}}
{{- define "pullcheck.webhookArgs" }}
{{- if .Values.webhook.enabled }}
- --service-name={{ include "pullcheck.fullname" . }}-webhook
- --webhook-configuration-name={{ include "pullcheck.fullname" . }}
{{- if ne (int .Values.webhook.port) 8443 }}
- --webhook-bind-address=:{{ .Values.webhook.port }}
{{- end }}
{{- include "pullcheck.tlsArgs" . }}
- --webhook-timeout={{ .Values.webhookTimeout }}
{{- if .Values.webhook.clientCA.configMap }}
- --webhook-client-ca=/etc/pullcheck/webhook-client-ca/ca.crt
{{- end }}
{{- with .Values.denyNamespaces }}
- {{ printf "--deny-namespaces=%s" (join "," .) | quote }}
{{- end }}
{{- with .Values.denyHint }}
- {{ printf "--deny-hint=%s" . | replace "$" "$$" | quote }}
{{- end }}
- --evictions={{ .Values.evictions.mode }}
- --eviction-hold={{ .Values.evictions.hold }}
{{- else }}
- --webhook-bind-address=
{{- end }}
{{- end }}

{{- define "pullcheck.tlsArgs" }}
{{- if eq .Values.tls.mode "self" }}
- --tls-mode=self
- --tls-secret-name={{ include "pullcheck.fullname" . }}-webhook-ca
{{- range .Values.tls.sans }}
- {{ printf "--tls-san=%s" . | quote }}
{{- end }}
{{- else }}
- --tls-mode=files
- --tls-cert-file=/etc/pullcheck/tls/tls.crt
- --tls-private-key-file=/etc/pullcheck/tls/tls.key
{{- if include "pullcheck.injectsCaBundle" . }}
- --tls-ca-file=/etc/pullcheck/tls/ca.crt
{{- end }}
{{- end }}
{{- end }}

{{- define "pullcheck.registryArgs" }}
{{- if .Values.config }}
- --config=/etc/pullcheck/config/config.yaml
{{- end }}
{{- with .Values.hostsDir }}
- {{ printf "--hosts-dir=%s" . | quote }}
{{- end }}
- --default-registry={{ .Values.defaultRegistry }}
{{- range $original, $mirror := .Values.imageMirrors }}
- {{ printf "--image-mirror=%s=%s" $original $mirror | quote }}
{{- end }}
{{- if .Values.registryCAs.configMap }}
{{- range .Values.registryCAs.keys }}
- --capath=/etc/pullcheck/ca/{{ . }}
{{- end }}
{{- end }}
{{- if .Values.skipRegistryCertVerification }}
- --skip-registry-cert-verification
{{- end }}
{{- if .Values.allowPlainHttp }}
- --allow-plain-http
{{- end }}
{{- if .Values.denyPrivateAddresses }}
- --deny-private-addresses
{{- end }}
- --pull-secrets={{ .Values.pullSecrets }}
{{- if .Values.dockerConfigSecret }}
- --docker-config=/etc/pullcheck/docker/config.json
{{- end }}
{{- if .Values.credentialProviders.image }}
- --image-credential-provider-config=/etc/pullcheck/config/credential-providers.yaml
- --image-credential-provider-bin-dir=/opt/pullcheck/credential-providers
{{- end }}
{{- if .Values.googleCredentials }}
- --google-credentials
{{- end }}
{{- end }}
