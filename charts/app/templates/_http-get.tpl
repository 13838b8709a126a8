{{/* Asks as a visitor would: many frameworks refuse a request whose Host is the pod's address. */}}
{{- define "app.httpGet" -}}
httpGet:
  path: {{ .path | quote }}
  port: http
  {{- with .root.Values.host }}
  httpHeaders:
    - { name: Host, value: {{ . | quote }} }
  {{- end }}
{{- end }}
