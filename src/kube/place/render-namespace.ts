import type { NamespacePlace } from '../../engine/ports/cluster.ts';
import type { Installation } from './installation.ts';
import { marks } from './marks.ts';

/** Renders the namespace with all its marks and its Pod Security level: it never exists without them. */
export function renderNamespace(place: NamespacePlace, installation: Installation) {
  const { namespace, environment, labels, hosts, profile } = place;
  const level = profile.limits.podSecurity;
  const placement = renderPlacement(profile.pods);
  const isPlaced = Object.values(placement).some((text) => text !== '');
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      labels: {
        ...labels,
        [marks.environment]: environment.name,
        [marks.managedBy]: 'berth',
        [marks.installation]: installation.namespace,
        [marks.placed]: String(isPlaced),
        ...Object.fromEntries(
          ['enforce', 'warn', 'audit'].flatMap((mode) => [
            [`pod-security.kubernetes.io/${mode}`, level],
            [`pod-security.kubernetes.io/${mode}-version`, 'latest'],
          ]),
        ),
      },
      annotations: {
        [marks.uid]: environment.uid,
        [marks.hosts]: hosts.join(','),
        ...placement,
      },
    },
  };
}

/** Where the pods are to run, in the form that the chart's policy reads. What is empty is written too, in the place of what was. */
function renderPlacement({ nodeSelector, tolerations }: NamespacePlace['profile']['pods']) {
  const selected = Object.entries(nodeSelector).map(([key, value]) => `${key}=${value}`);
  const tolerated = tolerations.map(({ key = '', operator = 'Equal', value = '', effect = '' }) =>
    [key, operator, value, effect].join(':'),
  );
  return {
    [marks.nodeSelector]: selected.join(','),
    [marks.tolerations]: tolerated.join(','),
  };
}
