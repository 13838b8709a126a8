{{- define "berth.name" -}}
{{- if contains "berth" .Release.Name }}{{ .Release.Name }}{{ else }}{{ .Release.Name }}-berth{{ end }}
{{- end }}

{{- define "berth.labels" -}}
app.kubernetes.io/name: berth
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: berth
{{- end }}

{{- define "berth.selectorLabels" -}}
app.kubernetes.io/name: berth
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- /* How the API server names who berth is. */}}
{{- define "berth.user" -}}
system:serviceaccount:{{ .Release.Namespace }}:{{ include "berth.name" . }}
{{- end }}

{{- /* How the API server names the account that Helm runs with, in the namespace of the request. */}}
{{- define "berth.isDeployer" -}}
request.userInfo.username == 'system:serviceaccount:' + request.namespace + ':berth-deployer'
{{- end }}

{{- /* Labels of namespaces: the environment's object, and which berth made the namespace. */}}
{{- define "berth.isOwned" -}}
has(OBJECT.metadata.labels) && 'berth.dev/environment' in OBJECT.metadata.labels && OBJECT.metadata.labels['berth.dev/environment'] != '' && 'app.kubernetes.io/managed-by' in OBJECT.metadata.labels && OBJECT.metadata.labels['app.kubernetes.io/managed-by'] == 'berth' && 'berth.dev/installation' in OBJECT.metadata.labels && OBJECT.metadata.labels['berth.dev/installation'] == '{{ .Release.Namespace }}'
{{- end }}
