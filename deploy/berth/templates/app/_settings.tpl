{{- define "berth.image" -}}
{{- $image := .Values.image -}}
{{- if $image.digest }}{{ $image.repository }}@{{ $image.digest }}{{ else }}{{ $image.repository }}:{{ $image.tag | default .Chart.AppVersion }}{{ end }}
{{- end }}

{{- /* The settings that follow from how berth is installed win over those that the operator gives. */}}
{{- define "berth.settings" -}}
{{- $settings := dict
  "CACHE_FOLDER" "/var/cache/berth"
  "DRAIN_TIMEOUT_SECONDS" (.Values.drainSeconds | toString)
  "KUBE_NAME" (include "berth.name" .)
  "KUBE_NAMESPACE" .Release.Namespace
  "LISTEN_HOST" "0.0.0.0"
  "LISTEN_PORT" "3000" }}
{{- if .Values.profiles }}{{ $_ := set $settings "ENVIRONMENTS_FOLDER" "/etc/berth/environments" }}{{ end }}
{{- $given := dict }}
{{- range $name, $value := .Values.settings }}
{{- /* Helm reads every number as one with a fraction, and would write a large one with an exponent. */}}
{{- $text := kindIs "float64" $value | ternary (int64 $value | toString) (toString $value) }}
{{- if $text }}{{ $_ := set $given $name $text }}{{ end }}
{{- end }}
{{- merge $settings $given | toYaml }}
{{- end }}
