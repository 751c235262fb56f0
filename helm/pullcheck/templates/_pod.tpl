{{/* The pod template that Deployment and StatefulSet share. */}}
{{- define "pullcheck.podTemplate" -}}
metadata:
  labels:
    {{- include "pullcheck.podLabels" . | nindent 4 }}
  {{- if or .Values.podAnnotations .Values.credentialProviders.image }}
  annotations:
    {{- /* --config is read again when it changes; the plugins' configuration is not. */}}
    {{- if .Values.credentialProviders.image }}
    checksum/credential-providers: {{ toJson .Values.credentialProviders.providers | sha256sum }}
    {{- end }}
    {{- with .Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- end }}
spec:
  serviceAccountName: {{ include "pullcheck.serviceAccountName" . }}
  # Whatever the ServiceAccount says: without the token nothing can be read.
  automountServiceAccountToken: true
  {{- with include "pullcheck.imagePullSecrets" . }}
  {{- . | nindent 2 }}
  {{- end }}
  terminationGracePeriodSeconds: {{ int64 .Values.terminationGracePeriodSeconds }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with include "pullcheck.podSecurityContext" . }}
  securityContext:
    {{- . | nindent 4 }}
  {{- end }}
  {{- with .Values.topologySpreadConstraints }}
  topologySpreadConstraints:
    {{- range . }}
    - {{ toYaml . | nindent 6 | trim }}
      {{- if not .labelSelector }}
      labelSelector:
        matchLabels:
          {{- include "pullcheck.selectorLabels" $ | nindent 10 }}
      {{- end }}
    {{- end }}
  {{- end }}
  {{- if .Values.hostNetwork }}
  hostNetwork: true
  {{- end }}
  {{- with default (ternary "ClusterFirstWithHostNet" "" .Values.hostNetwork) .Values.dnsPolicy }}
  dnsPolicy: {{ . }}
  {{- end }}
  {{- with .Values.dnsConfig }}
  dnsConfig:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.credentialProviders }}
  {{- if .image }}
  initContainers:
    - name: credential-providers
      image: {{ .image }}
      command: [cp, -R, {{ .path }}/., /opt/pullcheck/credential-providers/]
      resources:
        requests: {cpu: 10m, memory: 32Mi}
        limits: {memory: 128Mi}
      {{- with include "pullcheck.securityContext" $ }}
      securityContext:
        {{- . | nindent 8 }}
      {{- end }}
      volumeMounts:
        - name: credential-providers
          mountPath: /opt/pullcheck/credential-providers
  {{- end }}
  {{- end }}
  containers:
    - name: pullcheck
      image: {{ include "pullcheck.image" . }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      args:
        {{- include "pullcheck.args" . | nindent 8 }}
      env:
        # Where the other replicas reach the leader.
        - name: POD_IP
          valueFrom:
            fieldRef:
              fieldPath: status.podIP
        {{- if gt (int .Values.shards) 1 }}
        - name: SHARD
          valueFrom:
            fieldRef:
              fieldPath: metadata.labels['apps.kubernetes.io/pod-index']
        {{- end }}
        {{- with .Values.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      ports:
        {{- if .Values.webhook.enabled }}
        - name: webhook
          containerPort: {{ .Values.webhook.port }}
        {{- end }}
        - name: management
          containerPort: {{ .Values.management.port }}
      startupProbe:
        httpGet: {path: /livez, port: management}
        periodSeconds: 2
        failureThreshold: 60
      livenessProbe:
        httpGet: {path: /livez, port: management}
        periodSeconds: 10
      readinessProbe:
        httpGet: {path: /readyz, port: management}
        periodSeconds: 2
      {{- with .Values.resources }}
      resources:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with include "pullcheck.securityContext" . }}
      securityContext:
        {{- . | nindent 8 }}
      {{- end }}
      volumeMounts:
        {{- include "pullcheck.ownVolumeMounts" . | nindent 8 }}
        {{- with .Values.volumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    {{- include "pullcheck.ownVolumes" . | nindent 4 }}
    {{- with .Values.volumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}

{{- define "pullcheck.ownVolumeMounts" -}}
- name: tmp
  mountPath: /tmp
{{- if has (include "pullcheck.tlsMode" .) (list "certManager" "files") }}
- name: tls
  mountPath: /etc/pullcheck/tls
  readOnly: true
{{- end }}
{{- if or .Values.config .Values.credentialProviders.image }}
- name: config
  mountPath: /etc/pullcheck/config
  readOnly: true
{{- end }}
{{- with .Values.hostsDir }}
# At its own path: the files name others by their whole path.
- name: hosts-dir
  mountPath: {{ . }}
  readOnly: true
{{- end }}
{{- if .Values.registryCAs.configMap }}
- name: registry-cas
  mountPath: /etc/pullcheck/ca
  readOnly: true
{{- end }}
{{- if .Values.dockerConfigSecret }}
- name: docker-config
  mountPath: /etc/pullcheck/docker
  readOnly: true
{{- end }}
{{- if .Values.credentialProviders.image }}
- name: credential-providers
  mountPath: /opt/pullcheck/credential-providers
  readOnly: true
{{- end }}
{{- if and .Values.webhook.enabled .Values.webhook.clientCA.configMap }}
- name: webhook-client-ca
  mountPath: /etc/pullcheck/webhook-client-ca
  readOnly: true
{{- end }}
{{- if .Values.management.tokenSecret.name }}
- name: management-token
  mountPath: /etc/pullcheck/management
  readOnly: true
{{- end }}
{{- if .Values.notifications.tokenSecret.name }}
- name: notifications-token
  mountPath: /etc/pullcheck/notifications
  readOnly: true
{{- end }}
{{- if .Values.verdictStore.url }}
- name: verdict-store
  mountPath: /etc/pullcheck/verdict-store
  readOnly: true
{{- end }}
{{- end }}

{{- define "pullcheck.ownVolumes" -}}
- name: tmp
  emptyDir:
    sizeLimit: 64Mi
{{- if has (include "pullcheck.tlsMode" .) (list "certManager" "files") }}
- name: tls
  secret:
    secretName: {{ include "pullcheck.tlsSecretName" . }}
{{- end }}
{{- if or .Values.config .Values.credentialProviders.image }}
- name: config
  configMap:
    name: {{ include "pullcheck.fullname" . }}
{{- end }}
{{- with .Values.hostsDir }}
- name: hosts-dir
  hostPath:
    path: {{ . }}
    type: Directory
{{- end }}
{{- with .Values.registryCAs.configMap }}
- name: registry-cas
  configMap:
    name: {{ . }}
{{- end }}
{{- with .Values.dockerConfigSecret }}
- name: docker-config
  secret:
    secretName: {{ . }}
    items:
      - key: .dockerconfigjson
        path: config.json
{{- end }}
{{- if .Values.credentialProviders.image }}
- name: credential-providers
  emptyDir: {}
{{- end }}
{{- with .Values.webhook.clientCA }}
{{- if and $.Values.webhook.enabled .configMap }}
- name: webhook-client-ca
  configMap:
    name: {{ .configMap }}
    items:
      - key: {{ .key }}
        path: ca.crt
{{- end }}
{{- end }}
{{- with .Values.management.tokenSecret }}
{{- if .name }}
- name: management-token
  secret:
    secretName: {{ .name }}
    items:
      - key: {{ .key }}
        path: token
{{- end }}
{{- end }}
{{- with .Values.notifications.tokenSecret }}
{{- if .name }}
- name: notifications-token
  secret:
    secretName: {{ .name }}
    items:
      - key: {{ .key }}
        path: token
{{- end }}
{{- end }}
{{- with .Values.verdictStore }}
{{- if .url }}
- name: verdict-store
  secret:
    secretName: {{ .existingSecret }}
    items:
      - key: key
        path: key
      {{- if .credentials }}
      - key: credentials
        path: credentials
      {{- end }}
      {{- if .ca }}
      - key: ca.crt
        path: ca.crt
      {{- end }}
{{- end }}
{{- end }}
{{- end }}
