{{/*
Environment variables as the charts app and job take them. Each of the two has this same file; a test holds the copies equal.
*/}}

{{/* The keys `env` and `envFrom` of a container. */}}
{{- define "berth.environment" -}}
{{- if .Values.env }}
env:
  {{- range $name, $value := .Values.env }}
  - name: {{ $name }}
    {{- if kindIs "map" $value }}
    valueFrom: {{- toYaml $value | nindent 6 }}
    {{- else }}
    {{- /* A value is data: doubled, a $ stands for itself, where Kubernetes would fill in $(NAME). */}}
    value: {{ include "berth.text" $value | replace "$" "$$" | toJson }}
    {{- end }}
  {{- end }}
{{- end }}
{{- if or .Values.envFrom .Values.secretEnv }}
envFrom:
  {{- with .Values.envFrom }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- if .Values.secretEnv }}
  - secretRef:
      name: {{ .Release.Name }}-env
  {{- end }}
{{- end }}
{{- end }}

{{/* The Secret that holds `secretEnv`. */}}
{{- define "berth.environmentSecret" -}}
{{- if .Values.secretEnv -}}
apiVersion: v1
kind: Secret
metadata:
  name: {{ .Release.Name }}-env
  labels: {{- include "berth.labels" . | nindent 4 }}
data:
  {{- range $name, $value := .Values.secretEnv }}
  {{ $name }}: {{ include "berth.text" $value | b64enc | quote }}
  {{- end }}
{{- end }}
{{- end }}

{{/* Numbers as they were written: Helm reads 1000000 as a float and would print 1e+06. */}}
{{- define "berth.text" -}}
{{- if kindIs "string" . }}{{ . }}{{ else }}{{ toJson . }}{{ end }}
{{- end }}

{{/* Directories that the program may write to: emptyDir volumes at the paths in `writable`, others as they are given. */}}
{{- define "berth.volumes" -}}
volumes:
  {{- range $index, $path := .Values.writable }}
  - name: writable-{{ $index }}
    emptyDir: {}
  {{- end }}
  {{- with .Values.volumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "berth.volumeMounts" -}}
volumeMounts:
  {{- range $index, $path := .Values.writable }}
  - name: writable-{{ $index }}
    mountPath: {{ $path }}
  {{- end }}
  {{- with .Values.volumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
