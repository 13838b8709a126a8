import type { NamespacePlace } from '../../engine/ports/cluster.ts';
import { marks } from './marks.ts';

/** Renders the namespace with all its marks and its Pod Security level: it never exists without them. */
export function renderNamespace({ namespace, environment, labels, hosts, profile }: NamespacePlace) {
  const level = profile.limits.podSecurity;
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      labels: {
        ...labels,
        [marks.environment]: environment.name,
        [marks.managedBy]: 'berth',
        ...Object.fromEntries(
          ['enforce', 'warn', 'audit'].flatMap((mode) => [
            [`pod-security.kubernetes.io/${mode}`, level],
            [`pod-security.kubernetes.io/${mode}-version`, 'latest'],
          ]),
        ),
      },
      annotations: { [marks.uid]: environment.uid, [marks.hosts]: hosts.join(',') },
    },
  };
}
