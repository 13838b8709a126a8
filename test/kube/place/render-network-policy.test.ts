import { BlockList } from 'node:net';
import { expect, test } from 'vitest';
import { renderNetworkPolicy } from '../../../src/kube/place/render-network-policy.ts';

const privateAddresses = [
  '169.254.169.254', // the metadata service of the large clouds
  '10.96.0.1', // the API server, in many clusters
  '172.20.0.1',
  '192.168.1.1',
  '100.100.100.200', // the metadata service of Alibaba
  '127.0.0.1',
  'fd00:ec2::254', // the metadata service of AWS, by IPv6
  'fe80::1',
  '::1',
];

test.each(privateAddresses)('a pod of an environment does not reach %s', (address) => {
  expect(isReached(address)).toBe(false);
});

test.each(['140.82.121.3', '8.8.8.8', '2606:50c0:8000::153'])('a pod of an environment reaches %s', (address) => {
  expect(isReached(address)).toBe(true);
});

test('pods are reached from their own namespace and from the ingress controllers only', () => {
  const [rule] = renderNetworkPolicy(['ingress-nginx', 'traefik']).ingress;

  expect(rule?.from).toEqual([
    { podSelector: {} },
    {
      namespaceSelector: {
        matchExpressions: [
          { key: 'kubernetes.io/metadata.name', operator: 'In', values: ['ingress-nginx', 'traefik'] },
        ],
      },
    },
  ]);
  // An expression with no values would be refused, and a selector with no expression would be every namespace.
  expect(renderNetworkPolicy([]).ingress).toEqual([{ from: [{ podSelector: {} }] }]);
});

function isReached(address: string): boolean {
  const family = address.includes(':') ? 'ipv6' : 'ipv4';
  const blocks = renderNetworkPolicy([]).egress.flatMap(({ to }) =>
    to.flatMap((peer) => ('ipBlock' in peer ? [peer.ipBlock] : [])),
  );
  return blocks.some(({ cidr, except }) => isIn(address, family, [cidr]) && !isIn(address, family, except));
}

function isIn(address: string, family: 'ipv4' | 'ipv6', ranges: readonly string[]): boolean {
  const list = new BlockList();
  for (const range of ranges.filter((one) => one.includes(':') === (family === 'ipv6'))) {
    const [net = '', prefix] = range.split('/');
    list.addSubnet(net, Number(prefix), family);
  }
  return list.check(address, family);
}
