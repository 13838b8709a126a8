import type { KubernetesObject } from '@kubernetes/client-node';
import type { NamespacePlace } from '../../engine/ports/cluster.ts';
import type { Installation } from './installation.ts';
import { renderNetworkPolicy } from './render-network-policy.ts';

/** The account that Helm runs with, in each namespace. The chart's policies and roles know it by this name. */
export const deployerAccount = 'berth-deployer';
/** The ResourceQuota of a namespace. */
export const quotaName = 'berth';

interface AnyObject extends KubernetesObject {
  readonly [field: string]: unknown;
}

/** Renders all that has to be in a namespace before anything runs in it. None depends on another. */
export function renderPlace({ namespace, profile }: NamespacePlace, installation: Installation): AnyObject[] {
  const { quota, containers } = profile.limits;
  const { default: limits, defaultRequest, max } = containers;
  const metadata = (name: string) => ({ name, namespace, labels: { 'app.kubernetes.io/managed-by': 'berth' } });
  const limit = { type: 'Container', default: limits, defaultRequest, ...(max !== undefined && { max }) };
  const account = (name: string) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: metadata(name),
    automountServiceAccountToken: false,
  });
  const binding = (role: string, account: { readonly name: string; readonly namespace: string }) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: metadata(`berth-${role}`),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: `${installation.name}-${role}` },
    subjects: [{ kind: 'ServiceAccount', ...account }],
  });
  return [
    ...[
      { apiVersion: 'v1', kind: 'ResourceQuota', metadata: metadata(quotaName), spec: { hard: quota } },
      { apiVersion: 'v1', kind: 'LimitRange', metadata: metadata('berth'), spec: { limits: [limit] } },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: metadata('berth'),
        spec: renderNetworkPolicy(installation.ingressNamespaces),
      },
    ],
    account('default'),
    account(deployerAccount),
    binding('deployer', { name: deployerAccount, namespace }),
    binding('environment', { name: installation.name, namespace: installation.namespace }),
  ];
}
