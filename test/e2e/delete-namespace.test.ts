import { expect, test } from 'vitest';
import { deleteNamespace } from '../../sandbox/cluster/client/delete-namespace.ts';
import { useCluster } from '../helpers/cluster.ts';

const cluster = useCluster();

test('a namespace that others delete at the same moment is deleted all the same', async () => {
  const name = await cluster.createNamespace('shared');

  const all = await Promise.allSettled(Array.from({ length: 20 }, () => deleteNamespace(cluster.config, name)));

  expect(all.filter(({ status }) => status === 'rejected')).toEqual([]);
});

test('a namespace that is gone already is as good as deleted', async () => {
  await expect(deleteNamespace(cluster.config, cluster.nameNamespace('never-made'))).resolves.toBeUndefined();
});

test('a deletion that is refused is no deletion', async () => {
  await expect(deleteNamespace(cluster.config, 'kube-system')).rejects.toThrow('403');
});
