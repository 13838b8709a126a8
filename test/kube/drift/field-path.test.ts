import { expect, test } from 'vitest';
import { leaveOutField, renderPath, type FieldPath } from '../../../src/kube/drift/field-path.ts';

const object = {
  metadata: { labels: { 'acme.dev/team': 'shop' } },
  spec: {
    replicas: 2,
    ports: [{ port: 80, name: 'http' }],
    containers: [
      { name: 'web', image: 'web:1' },
      { name: 'proxy', image: 'proxy:1' },
    ],
  },
};

test.each<[string, FieldPath, object]>([
  ['spec.replicas', ['spec', 'replicas'], { spec: { ...object.spec, replicas: undefined } }],
  ['metadata.labels[acme.dev/team]', ['metadata', 'labels', 'acme.dev/team'], { metadata: { labels: {} } }],
  [
    'spec.containers[proxy].image',
    ['spec', 'containers', { name: 'proxy' }, 'image'],
    { spec: { ...object.spec, containers: [object.spec.containers[0], { name: 'proxy' }] } },
  ],
  [
    'spec.containers[web]',
    ['spec', 'containers', { name: 'web' }],
    { spec: { ...object.spec, containers: [object.spec.containers[1]] } },
  ],
  // The server adds the protocol to what the chart says.
  ['spec.ports[80 TCP]', ['spec', 'ports', { port: 80, protocol: 'TCP' }], { spec: { ...object.spec, ports: [] } }],
  ['spec.paused', ['spec', 'paused'], {}],
])('%s is left out, and nothing else', (text, path, changes) => {
  expect(renderPath(path)).toBe(text);
  const left: unknown = leaveOutField(object, path);

  expect(left).toEqual({ ...object, ...changes });
});
