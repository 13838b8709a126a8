import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createObjectCache } from '../../../src/kube/reflector/object-cache.ts';
import { findOutputHeardAtMs } from '../../../src/kube/world/find-heard-at.ts';
import type { KeptConfigMap, KeptSecret } from '../../../src/kube/world/watch-namespace.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('what may hold outputs has the time at which it was heard of last', () => {
  const secrets = createObjectCache<KeptSecret>({
    project: ({ metadata: { name } }) => ({ kind: 'values', name, metadata: undefined, values: {} }),
    onChange: () => undefined,
  });
  const configMaps = createObjectCache<KeptConfigMap>({
    project: ({ metadata: { name } }) => ({ name, metadata: undefined, values: {} }),
    onChange: () => undefined,
  });
  const hear = (cache: typeof secrets | typeof configMaps, name: string, resourceVersion: string, atMs: number) => {
    vi.setSystemTime(atMs);
    cache.apply('MODIFIED', { metadata: { namespace: 'shop', name, resourceVersion } });
  };

  hear(secrets, 'db', '1', 1_000);
  hear(configMaps, 'db', '2', 2_000);
  hear(secrets, 'db', '3', 3_000);
  hear(secrets, 'cache', '4', 4_000);

  const find = (kind: 'secret' | 'configMap', name: string) =>
    findOutputHeardAtMs('shop', { kind, name }, { secrets, configMaps });
  expect(find('secret', 'db')).toBe(3_000);
  expect(find('secret', 'cache')).toBe(4_000);
  expect(find('configMap', 'db')).toBe(2_000);
  expect(find('configMap', 'cache')).toBeUndefined();
});
