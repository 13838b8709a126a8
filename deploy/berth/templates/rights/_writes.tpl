{{- /* What berth may write in namespaces, wherever they are: its role says it, and a policy keeps it to environments. */}}
{{- define "berth.writesAnywhere" -}}
- apiGroups: ['']
  resources: [resourcequotas, limitranges, serviceaccounts]
  verbs: [get, create, patch]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, create, patch]
- apiGroups: [rbac.authorization.k8s.io]
  resources: [rolebindings]
  verbs: [get, create, patch]
- apiGroups: ['']
  resources: [serviceaccounts/token]
  resourceNames: [berth-deployer]
  verbs: [create]
{{- end }}
