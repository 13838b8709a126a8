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

{{- /* Gives an object the label of its environment. */}}
{{- define "berth.stamp" -}}
- patchType: ApplyConfiguration
  applyConfiguration:
    expression: >-
      Object{metadata: Object.metadata{labels: {
      "berth.dev/environment": namespaceObject.metadata.labels["berth.dev/environment"]}}}
{{- end }}

{{- /* Binds the policy of the same name. */}}
{{- define "berth.mutatingBinding" -}}
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata:
  name: {{ include "berth.name" .root }}-{{ .name }}
  labels: {{- include "berth.labels" .root | nindent 4 }}
spec:
  policyName: {{ include "berth.name" .root }}-{{ .name }}
{{- end }}
