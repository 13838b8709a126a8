/** Kinds that berth may read in every namespace, by the name that a namespace calls them by. */
export const resourceKinds: ReadonlyMap<string, { readonly api: string; readonly kind: string }> = new Map([
  ['pods', { api: '/api/v1', kind: 'Pod' }],
  ['services', { api: '/api/v1', kind: 'Service' }],
  ['persistentvolumeclaims', { api: '/api/v1', kind: 'PersistentVolumeClaim' }],
  ['secrets', { api: '/api/v1', kind: 'Secret' }],
  ['configmaps', { api: '/api/v1', kind: 'ConfigMap' }],
  ['deployments.apps', { api: '/apis/apps/v1', kind: 'Deployment' }],
  ['replicasets.apps', { api: '/apis/apps/v1', kind: 'ReplicaSet' }],
  ['statefulsets.apps', { api: '/apis/apps/v1', kind: 'StatefulSet' }],
  ['daemonsets.apps', { api: '/apis/apps/v1', kind: 'DaemonSet' }],
  ['jobs.batch', { api: '/apis/batch/v1', kind: 'Job' }],
  ['cronjobs.batch', { api: '/apis/batch/v1', kind: 'CronJob' }],
  ['ingresses.networking.k8s.io', { api: '/apis/networking.k8s.io/v1', kind: 'Ingress' }],
]);
