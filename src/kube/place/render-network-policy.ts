/** Where the machines of a cluster, its API server and whatever else is private listen, and where clouds tell their secrets. */
const privateRanges = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  '100.64.0.0/10',
  '127.0.0.0/8',
];
const privateRangesV6 = ['fc00::/7', 'fe80::/10', '::1/128'];

/**
 * Renders the one policy of an environment: its pods reach each other, DNS and the internet, but nothing private, and are
 * reached by each other and by the ingress controllers. One that selects all pods in both directions denies all the rest.
 */
export function renderNetworkPolicy(ingressNamespaces: readonly string[]) {
  const samePods = { podSelector: {} };
  const nameLabel = 'kubernetes.io/metadata.name';
  const ingress = {
    namespaceSelector: { matchExpressions: [{ key: nameLabel, operator: 'In', values: [...ingressNamespaces] }] },
  };
  return {
    podSelector: {},
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: ingressNamespaces.length === 0 ? [samePods] : [samePods, ingress] }],
    egress: [
      { to: [samePods] },
      {
        to: [{ namespaceSelector: { matchLabels: { [nameLabel]: 'kube-system' } } }],
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
      {
        to: [
          { ipBlock: { cidr: '0.0.0.0/0', except: privateRanges } },
          { ipBlock: { cidr: '::/0', except: privateRangesV6 } },
        ],
      },
    ],
  };
}
