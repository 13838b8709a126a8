{{/* The file redis.conf. Without `save ""`, Redis would refuse writes as soon as it could not store a snapshot. */}}
{{- define "redis.configuration" -}}
bind * -::*
protected-mode no
dir /data
save ""
{{- range $name, $value := .settings }}
{{ $name }} {{ $value }}
{{- end }}
{{- with .password }}
requirepass {{ replace "\\" "\\\\" . | replace "\"" "\\\"" | printf "\"%s\"" }}
{{- end }}
{{ end }}
