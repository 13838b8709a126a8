{{/*
What all built-in charts have in common. Helm cannot share a file between charts without fetching dependencies, so each
chart has this same one; a test holds the copies equal.
*/}}

{{/* What Services and policies select by: it never changes during the life of a release. */}}
{{- define "berth.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "berth.labels" -}}
{{ include "berth.selectorLabels" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "berth.image" -}}
{{- with .Values.image }}
{{- if not (or .tag .digest) }}{{ fail "image.tag or image.digest has to be given" }}{{ end }}
{{- required "image.repository has to be given" .repository }}{{ with .tag }}:{{ . }}{{ end }}{{ with .digest }}@{{ . }}{{ end }}
{{- else }}{{ fail "image.repository and image.tag have to be given" }}
{{- end }}
{{- end }}

{{/* The part of a pod that says how it is confined and placed. It passes the Pod Security level "restricted". */}}
{{- define "berth.podSettings" -}}
automountServiceAccountToken: false
enableServiceLinks: false
terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
securityContext:
  runAsNonRoot: true
  {{- with .Values.runAsUser }}
  runAsUser: {{ int64 . }}
  runAsGroup: {{ int64 . }}
  fsGroup: {{ int64 . }}
  fsGroupChangePolicy: OnRootMismatch
  {{- end }}
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The part of a container that says which image it runs, how it is confined and what it may use. */}}
{{- define "berth.containerSettings" -}}
image: {{ include "berth.image" . | quote }}
{{- with .Values.image.pullPolicy }}
imagePullPolicy: {{ . }}
{{- end }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
resources: {{- toYaml .Values.resources | nindent 2 }}
{{- end }}

{{/* Names that resolve from every namespace, whatever the cluster's domain is. */}}
{{- define "berth.serviceHost" -}}
{{ .Release.Name }}.{{ .Release.Namespace }}.svc
{{- end }}
