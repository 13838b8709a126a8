import { describe, expect, test } from 'vitest';
import { useBerthChart } from '../helpers/berth-chart.ts';
import { useCluster } from '../helpers/cluster.ts';
import { refused } from '../helpers/refused.ts';

const cluster = useCluster();
useBerthChart(cluster);
const sha = 'a'.repeat(40);

const environment = (spec: object = {}) =>
  JSON.stringify({
    apiVersion: 'berth.dev/v1alpha1',
    kind: 'Environment',
    metadata: { name: 'one' },
    spec: {
      repository: 'acme/shop',
      pullRequest: 12,
      profile: 'preview',
      installation: 1,
      desired: 'Deployed',
      head: { sha, branch: 'topic', base: 'main', author: 'alice', origin: 'sameRepository' },
      activeAt: '2026-11-21T07:00:00Z',
      ...spec,
    },
  });

describe('the API server', () => {
  test('prints what one wants to know of an environment', async () => {
    const namespace = await cluster.createNamespace('columns');
    await cluster.apply(namespace, environment());
    const status = { phase: 'Live', commit: sha, address: 'https://shop-12.preview.test' };
    await patch(namespace, { status }, '--subresource=status');

    const [header, row] = (await cluster.kubectl('get', 'env', '-n', namespace)).split('\n');

    expect(header?.split(/\s+/)).toEqual(['NAME', 'REPOSITORY', 'PR', 'PROFILE', 'COMMIT', 'PHASE', 'ADDRESS', 'AGE']);
    expect(row).toMatch(/^one\s+acme\/shop\s+12\s+preview\s+a{40}\s+Live\s+https:\/\/shop-12\.preview\.test\s+\d+s$/);
    const selected = ['--field-selector=spec.repository=acme/other', '-o', 'name'];
    expect(await cluster.kubectl('get', 'env', '-n', namespace, ...selected)).toBe('');
  });

  test.each([
    ['another repository', { repository: 'acme/other' }, 'repository is part of what makes the environment'],
    ['another pull request', { pullRequest: 13 }, 'pullRequest is part of what makes the environment'],
    ['another profile', { profile: 'staging' }, 'profile is part of what makes the environment'],
    ['a removal without a reason', { desired: 'Removed' }, 'because says why'],
    ['a reason without a removal', { because: 'merged' }, 'because says why'],
    ['a commit that is none', { approval: { sha: 'HEAD', actorId: 1, actor: 'a', by: 'label' } }, 'spec.approval.sha'],
    ['an approval by other means', { approval: { sha, actorId: 1, actor: 'a', by: 'comment' } }, 'spec.approval.by'],
    ['a time that is none', { activeAt: 'yesterday' }, 'spec.activeAt'],
  ])('refuses %s', async (_, spec, message) => {
    const namespace = await ensureNamespace('refusals');
    await cluster.apply(namespace, environment());

    expect(await refused(patch(namespace, { spec }))).toContain(message);
  });

  test('does not let an environment that is to be removed come back', async () => {
    const namespace = await cluster.createNamespace('final');
    await cluster.apply(namespace, environment({ desired: 'Removed', because: 'merged' }));

    const back = { spec: { desired: 'Deployed', because: null } };

    expect(await refused(patch(namespace, back))).toContain('Removed is final');
  });

  test('takes no object without what it needs', async () => {
    const namespace = await ensureNamespace('refusals');

    const refusal = await refused(
      cluster.apply(namespace, environment({ repository: 'shop', pullRequest: 0, head: {} })),
    );

    for (const field of ['spec.repository', 'spec.pullRequest', 'spec.head.sha']) expect(refusal).toContain(field);
  });
});

function patch(namespace: string, change: object, ...options: readonly string[]): Promise<string> {
  const what = ['--type=merge', '-p', JSON.stringify(change)];
  return cluster.kubectl('patch', 'env', 'one', '-n', namespace, ...what, ...options);
}

const made = new Map<string, Promise<string>>();

function ensureNamespace(name: string): Promise<string> {
  const namespace = made.get(name) ?? cluster.createNamespace(name);
  made.set(name, namespace);
  return namespace;
}
