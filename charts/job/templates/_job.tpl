{{/* What the Job runs. Nothing in it differs from one revision to the next unless the chart or its values do. */}}
{{- define "job.spec" -}}
# It stays when it is finished: that it succeeded is what others wait for.
backoffLimit: {{ .Values.backoffLimit }}
activeDeadlineSeconds: {{ .Values.activeDeadlineSeconds }}
template:
  metadata:
    labels:
      {{- include "berth.selectorLabels" . | nindent 6 }}
      app.kubernetes.io/component: job
  spec:
    # A failed pod stays to be read.
    restartPolicy: Never
    {{- include "berth.podSettings" . | nindent 4 }}
    containers:
      - name: job
        {{- include "berth.containerSettings" . | nindent 8 }}
        {{- with .Values.command }}
        command: {{- toYaml . | nindent 10 }}
        {{- end }}
        {{- with .Values.args }}
        args: {{- toYaml . | nindent 10 }}
        {{- end }}
        {{- include "berth.environment" . | trim | nindent 8 }}
        {{- if or .Values.writable .Values.volumeMounts }}
        {{- include "berth.volumeMounts" . | nindent 8 }}
        {{- end }}
    {{- if or .Values.writable .Values.volumes }}
    {{- include "berth.volumes" . | nindent 4 }}
    {{- end }}
{{- end }}

{{/*
A Job cannot be changed nor run again, so each content has one of its own, and Helm removes the one before. The same content
keeps its Job: an upgrade that changes nothing runs nothing. Only a Job that failed, or that is being removed, is followed by
another of the same content. A name may have 63 characters, of which a release may take 53.
*/}}
{{- define "job.name" -}}
{{- $content := list .Release.Name (include "job.spec" .) .Values.secretEnv | toJson }}
{{- $name := printf "%s-%s" (.Release.Name | trunc 45 | trimSuffix "-") (sha256sum $content | trunc 8) }}
{{- $kept := "" }}
{{- $free := $name }}
{{- range (lookup "batch/v1" "Job" .Release.Namespace "").items }}
  {{- if or (eq .metadata.name $name) (hasPrefix (print $name "-") .metadata.name) }}
    {{- if include "job.isSpent" . }}{{ $free = printf "%s-%d" $name $.Release.Revision }}{{ else }}{{ $kept = .metadata.name }}{{ end }}
  {{- end }}
{{- end }}
{{- coalesce $kept $free }}
{{- end }}

{{- define "job.isSpent" -}}
{{- if .metadata.deletionTimestamp }}yes{{ end }}
{{- range dig "status" "conditions" list . }}
  {{- if and (eq .type "Failed") (eq .status "True") }}yes{{ end }}
{{- end }}
{{- end }}
