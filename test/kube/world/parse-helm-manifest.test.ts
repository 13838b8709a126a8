import { expect, test } from 'vitest';
import { parseHelmManifest } from '../../../src/kube/world/parse-helm-manifest.ts';

test('empty documents, comments and what is no object are passed over', () => {
  const manifest = '---\n# Source: api/templates/a.yaml\n---\n---\njust a text\n---\n[1, 2]\n---\nkind: Service\n';

  expect(parseHelmManifest(manifest, 'shop')).toEqual([]);
});

test('the objects of a list count as objects', () => {
  const items = ['a', 'b'].map((name) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name } }));
  const manifest = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

  expect(parseHelmManifest(manifest, 'shop').map(({ name }) => name)).toEqual(['a', 'b']);
});

test('an object that names a namespace is looked for there', () => {
  const manifest = 'apiVersion: v1\nkind: Service\nmetadata: { name: a, namespace: other }\n';

  expect(parseHelmManifest(manifest, 'shop')[0]?.namespace).toBe('other');
});

test('references from one place to another are followed without growing', () => {
  const levels = Array.from({ length: 30 }, (_, index) => `x${index + 1}: &x${index + 1} [*x${index}, *x${index}]`);
  const bomb = `apiVersion: v1\nkind: Service\nmetadata: { name: a }\nx0: &x0 [lol]\n${levels.join('\n')}\n`;

  expect(parseHelmManifest(bomb, 'shop')).toHaveLength(1);
});
