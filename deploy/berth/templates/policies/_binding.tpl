{{- /* Binds the policy of the same name, so that what it refuses is refused everywhere it looks. */}}
{{- define "berth.policyBinding" -}}
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: {{ include "berth.name" .root }}-{{ .name }}
  labels: {{- include "berth.labels" .root | nindent 4 }}
spec:
  policyName: {{ include "berth.name" .root }}-{{ .name }}
  validationActions: [Deny]
{{- end }}
