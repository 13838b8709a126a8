import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DriftFinding, TouchedObject } from '../../../src/engine/ports/drift.ts';
import type { Readiness } from '../../../src/engine/ports/world.ts';
import { secondSha, startEngine, type RunningEngine } from '../../helpers/engine/start-engine.ts';
import { settle } from '../../helpers/hand-clock.ts';
import { aProfile } from '../../plan/inputs.ts';

const service = { apiVersion: 'v1', kind: 'Service', name: 'web' };
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const edited: DriftFinding = { kind: 'changed', fields: ['spec.replicas'], by: ['kubectl-edit'] };
const unready: Readiness = { kind: 'settling', trouble: undefined, waitsFor: 'Service/web: it is missing' };
const broken: Readiness = {
  kind: 'failed',
  trouble: { reason: 'ImagePullFailed', object: 'Deployment/web', message: 'not found', image: 'web:2' },
};

let berth: RunningEngine;
afterEach(() => berth.stop());

describe('a profile that says nothing of drift', () => {
  beforeEach(() => start());

  test('has what was deleted put back, and told', async () => {
    await harm({ object: service, state: 'missing', mark: 'missing' }, { kind: 'deleted' }, unready);

    expect(berth.cluster.drift.runs).toEqual(['inspect Service/web', 'mend Service/web']);
    expect(berth.environment()?.status.phase).toBe('Live');
    expect(drift()).toMatchObject([{ object: 'Service/web', change: 'deleted', state: 'mended' }]);
    expect(berth.helm.runs).toEqual([]);
    expect(berth.github.writes).toEqual([expect.stringContaining('comment: ### ✓ `preview` is live')]);
  });

  test('has what was changed told and left', async () => {
    await harm({ object: deployment, state: 'touched', mark: 'a' }, edited);
    await berth.clock.advance(240_000);

    expect(berth.cluster.drift.runs).toEqual(['inspect Deployment/web']);
    expect(berth.environment()?.status.phase).toBe('Live');
    const { fields, by } = edited;
    expect(drift()).toMatchObject([{ object: 'Deployment/web', change: 'changed', fields, by, state: 'left' }]);
    expect(berth.github.comments.get('acme/shop#1')).toContain('`Deployment/web`');
  });

  test('forgets what is as it was again', async () => {
    await harm({ object: deployment, state: 'touched', mark: 'a' }, edited);
    await heal();

    expect(drift()).toEqual([]);
  });

  test('goes on telling after a restart, and looks at it once more', async () => {
    await harm({ object: deployment, state: 'touched', mark: 'a' }, edited);
    await berth.clock.advance(750);
    await berth.restart();

    expect(drift()).toMatchObject([{ object: 'Deployment/web', state: 'left' }]);
    expect(berth.cluster.drift.runs).toEqual(['inspect Deployment/web', 'inspect Deployment/web']);
  });

  test('writes nothing on what nothing is found in', async () => {
    const { count } = berth.cluster.writes;
    await harm({ object: deployment, state: 'touched', mark: 'a' }, { kind: 'same' });

    expect(berth.cluster.drift.runs).toEqual(['inspect Deployment/web']);
    expect(berth.cluster.writes.count).toBe(count);
  });

  test('has a burst of changes looked at once and again after a second', async () => {
    for (const mark of ['a', 'b', 'c', 'd']) {
      await harm({ object: deployment, state: 'touched', mark }, edited);
    }
    expect(berth.cluster.drift.runs).toEqual(['inspect Deployment/web']);
    await berth.clock.advance(5_000);

    expect(berth.cluster.drift.runs).toEqual(['inspect Deployment/web', 'inspect Deployment/web']);
  });

  test('has kinds that no watch tells of looked at once an hour', async () => {
    await harm({ object: { ...service, kind: 'ServiceAccount' }, state: 'untold', mark: '' }, { kind: 'same' });
    expect(berth.cluster.drift.runs).toEqual([]);

    await berth.clock.advance(3 * 3_600_000);

    expect(berth.cluster.drift.runs).toEqual(Array(3).fill('inspect ServiceAccount/web'));
  });

  test('gives up on what is deleted again and again, and says so at once', async () => {
    for (let time = 0; time < 6; time += 1) {
      await harm({ object: service, state: 'missing', mark: 'missing' }, { kind: 'deleted' }, unready);
      await berth.clock.advance(400_000);
    }

    expect(berth.cluster.drift.runs.filter((run) => run.startsWith('mend'))).toHaveLength(5);
    expect(berth.environment()?.status.phase).toBe('Failed');
    expect(release()).toMatchObject({ phase: 'Failed', reason: 'Drifted', object: 'Service/web' });
  });

  test('waits with Helm until what is being put back is there', async () => {
    const writing = Promise.withResolvers<undefined>();
    berth.cluster.drift.before = async () => {
      await writing.promise;
    };
    await harm({ object: service, state: 'missing', mark: 'missing' }, { kind: 'deleted' }, unready);
    await berth.push(secondSha);
    expect(berth.helm.runs).toEqual([]);

    writing.resolve(undefined);
    await settle();

    expect(berth.helm.runs).toEqual(['upgrade web']);
    expect(berth.environment()?.status).toMatchObject({ phase: 'Live', commit: secondSha });
  });

  test('has nothing put back in an environment that is being removed', async () => {
    berth.github.pullRequests.get('acme/shop#1')!.labels = [];
    await berth.wake();
    await harm({ object: service, state: 'missing', mark: 'missing' }, { kind: 'deleted' }, unready);
    await berth.clock.advance(60_000);

    expect(berth.cluster.drift.runs).toEqual([]);
    expect(berth.environment()).toBeUndefined();
  });
});

test('a profile that only reports fails a release at once for what it misses', async () => {
  await start('drift: report');

  await harm({ object: service, state: 'missing', mark: 'missing' }, { kind: 'deleted' }, unready);

  expect(berth.cluster.drift.runs).toEqual(['inspect Service/web']);
  expect(release()).toMatchObject({ phase: 'Failed', reason: 'Drifted', object: 'Service/web' });
});

test('a profile that mends puts back what was changed, also where the release failed for it', async () => {
  await start('drift: mend');

  await harm({ object: deployment, state: 'touched', mark: 'a' }, edited, broken);

  expect(berth.cluster.drift.runs).toEqual(['inspect Deployment/web', 'mend Deployment/web']);
  expect(drift()).toMatchObject([{ object: 'Deployment/web', change: 'changed', state: 'mended' }]);
  expect(berth.environment()?.status.phase).toBe('Live');
});

test('a profile that lets drift be has nothing looked at', async () => {
  await start('drift: off');

  await harm({ object: deployment, state: 'touched', mark: 'a' }, edited);
  await harm({ object: service, state: 'missing', mark: 'missing' }, { kind: 'deleted' });
  await berth.clock.advance(3 * 3_600_000);

  expect(berth.cluster.drift.runs).toEqual([]);
  expect(drift()).toEqual([]);
});

/** Begins with an environment that is live. */
async function start(profile = ''): Promise<void> {
  berth = await startEngine([aProfile(profile)]);
  await berth.label('preview');
  berth.helm.runs.splice(0);
  berth.github.writes.splice(0);
}

async function harm(touched: TouchedObject, finding: DriftFinding, readiness?: Readiness): Promise<void> {
  const space = berth.cluster.spaces.get('acme-shop-pr-1');
  const others = (space?.drift.get('web') ?? []).filter((one) => one.touched.object !== touched.object);
  space?.drift.set('web', [...others, { touched, finding }]);
  const observed = space?.releases.get('web');
  if (readiness !== undefined && observed !== undefined) space?.releases.set('web', { ...observed, readiness });
  await tell();
}

async function heal(): Promise<void> {
  berth.cluster.spaces.get('acme-shop-pr-1')?.drift.clear();
  await tell();
}

async function tell(): Promise<void> {
  berth.cluster.tell(berth.environment()?.name ?? '');
  await settle();
}

function release() {
  return berth.environment()?.status.releases.find(({ name }) => name === 'web');
}

function drift() {
  return release()?.drift ?? [];
}
