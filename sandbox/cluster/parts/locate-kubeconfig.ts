import { join } from 'node:path';
import type { ClusterPaths } from '../cluster-paths.ts';
import type { HealthCheck } from '../check-health.ts';

/** Where a client of the API server finds its kubeconfig. */
export function locateKubeconfig(paths: ClusterPaths, client: string): string {
  return join(paths.configuration, `${client}.kubeconfig`);
}

/** A health check that asks with the admin's certificate, since the API server answers nobody it does not know. */
export function healthOverTls(paths: ClusterPaths, url: string): HealthCheck {
  const file = (name: string) => join(paths.certificates, name);
  const certificates = { authority: file('ca.crt'), certificate: file('admin.crt'), key: file('admin.key') };
  return { kind: 'https', url, certificates };
}
