{{/*
  The values of the chart of k8s-image-availability-exporter that this chart names otherwise. They go before this
  chart's own, which cannot be told from defaults.
*/}}
{{- define "pullcheck.takeOver" -}}
{{- with .Values.k8sImageAvailabilityExporter -}}
{{- $values := $.Values -}}
{{- include "pullcheck.takeOverImage" (list $values (default dict .image)) -}}
{{- with .replicas -}}
{{- $_ := set $values "replicaCount" . -}}
{{- end -}}
{{- with .resources -}}
{{- $_ := set $values "resources" (mustMergeOverwrite (default dict $values.resources) .) -}}
{{- end -}}
{{- if eq (toString .useSecretsForPrivateRepositories) "false" -}}
{{- $_ := set $values "pullSecrets" "none" -}}
{{- end -}}
{{- range .env -}}
{{- $variable := . -}}
{{- if hasKey . "value" -}}
{{- $variable = set (deepCopy .) "value" (toString .value) -}}
{{- end -}}
{{- $_ := set $values "extraEnv" (append (default list $values.extraEnv) $variable) -}}
{{- end -}}
{{- $flags := include "pullcheck.goFlags" .args | fromYaml -}}
{{- range $name := keys $flags | sortAlpha -}}
{{- include "pullcheck.takeOverFlag" (list $values $name (get $flags $name)) -}}
{{- end -}}
{{- end -}}
{{- if contains "k8s-image-availability-exporter" (toJson (default dict .Values.affinity)) -}}
{{ fail (printf "affinity names the pods of k8s-image-availability-exporter: write app.kubernetes.io/instance: %s in place of its label" .Release.Name) }}
{{- end -}}
{{- end }}

{{/* (list values image): where it names the other program's image, this chart's own is used, as the notes say. */}}
{{- define "pullcheck.takeOverImage" -}}
{{- $image := last . -}}
{{- $repository := default "k8s-image-availability-exporter" $image.repository -}}
{{- if not (contains "image-availability-exporter" (base $repository)) -}}
{{ fail (printf "k8sImageAvailabilityExporter.image.repository=%s: write image.registry and image.repository, if that is Pullcheck's image" $repository) }}
{{- end -}}
{{- with default $image.imagePullPolicy $image.pullPolicy -}}
{{- $_ := set (first $).image "pullPolicy" . -}}
{{- end -}}
{{- end }}

{{/* The arguments of a Go program: each flag with the list of its values. */}}
{{- define "pullcheck.goFlags" -}}
{{- $flags := dict -}}
{{- $waiting := "" -}}
{{- range . -}}
{{- $name := regexReplaceAll "(?s)=.*$" . "" | trimPrefix "-" | trimPrefix "-" -}}
{{- if $waiting -}}
{{- $_ := set $flags $waiting (append (default list (get $flags $waiting)) .) -}}
{{- $waiting = "" -}}
{{- else if not (regexMatch "^--?[a-z]" .) -}}
{{ fail (printf "k8sImageAvailabilityExporter.args: %q is no flag: write each as --name=value" .) }}
{{- else if contains "=" . -}}
{{- $_ := set $flags $name (append (default list (get $flags $name)) (regexReplaceAll "(?s)^[^=]*=" . "")) -}}
{{- else if has $name (list "skip-registry-cert-verification" "allow-plain-http") -}}
{{- $_ := set $flags $name (list "true") -}}
{{- else -}}
{{- $waiting = $name -}}
{{- end -}}
{{- end -}}
{{- if $waiting -}}
{{ fail (printf "k8sImageAvailabilityExporter.args: --%s has no value: write --%s=value" $waiting $waiting) }}
{{- end -}}
{{ toYaml $flags }}
{{- end }}

{{/* (list values flag given): a flag becomes the value of this chart, so that roles and selectors follow. */}}
{{- define "pullcheck.takeOverFlag" -}}
{{- $values := first . -}}
{{- $flag := index . 1 -}}
{{- $given := last . -}}
{{- $last := last $given -}}
{{- if eq $flag "bind-address" -}}
{{- if not (regexMatch "^(0\\.0\\.0\\.0|\\[::\\])?:8080$" $last) -}}
{{ fail (printf "k8sImageAvailabilityExporter.args: --bind-address=%s: write management.port for another port than 8080; pods are always reached at all their addresses" $last) }}
{{- end -}}
{{- else if has $flag (list "check-interval" "namespace-label") -}}
{{- $_ := set $values (get (dict "check-interval" "checkInterval" "namespace-label" "namespaceLabel") $flag) $last -}}
{{- else if has $flag (list "ignored-images" "allowed-images") -}}
{{- $name := ternary "ignoredImages" "allowedImages" (eq $flag "ignored-images") -}}
{{- if $last -}}
{{- $_ := set $values $name (concat (default list (get $values $name)) (splitList "~" $last)) -}}
{{- end -}}
{{- else if has $flag (list "skip-registry-cert-verification" "allow-plain-http") -}}
{{- $name := ternary "allowPlainHttp" "skipRegistryCertVerification" (eq $flag "allow-plain-http") -}}
{{- $_ := set $values $name (has $last (list "1" "t" "T" "true" "TRUE" "True")) -}}
{{- else if eq $flag "default-registry" -}}
{{- $_ := set $values "defaultRegistry" (default $values.defaultRegistry $last) -}}
{{- else if eq $flag "capath" -}}
{{- range $given -}}
{{- $_ := set $values "extraArgs" (append (default list $values.extraArgs) (printf "--capath=%s" .)) -}}
{{- end -}}
{{- else if eq $flag "image-mirror" -}}
{{- range $given -}}
{{- if not (regexMatch "^[^=]+=[^=]+$" .) -}}
{{ fail (printf "k8sImageAvailabilityExporter.args: --image-mirror=%s: write original=mirror" .) }}
{{- end -}}
{{- $mirror := splitList "=" . -}}
{{- $_ := set $values "imageMirrors" (set (default dict $values.imageMirrors) (first $mirror) (last $mirror)) -}}
{{- end -}}
{{- else if eq $flag "force-check-disabled-controllers" -}}
{{- $kinds := dict "deployment" "Deployment" "statefulset" "StatefulSet" "daemonset" "DaemonSet" "cronjob" "CronJob" "*" "*" -}}
{{- range splitList "," $last | compact -}}
{{- $kind := get $kinds (lower (trim .)) -}}
{{- if not $kind -}}
{{ fail (printf "k8sImageAvailabilityExporter.args: --force-check-disabled-controllers: there is no kind %s" .) }}
{{- end -}}
{{- $_ := set $values "forceCheckDisabledControllers" (append (default list $values.forceCheckDisabledControllers) $kind) -}}
{{- end -}}
{{- else -}}
{{ fail (printf "k8sImageAvailabilityExporter.args: k8s-image-availability-exporter has no flag --%s: write those of Pullcheck itself in extraArgs" $flag) }}
{{- end -}}
{{- end }}
