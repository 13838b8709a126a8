import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EngineError } from '../../src/engine/engine-error.ts';
import type { Readiness } from '../../src/engine/ports/world.ts';
import { openPullRequest, secondSha, startEngine, type RunningEngine } from '../helpers/engine/start-engine.ts';
import { aProfile } from '../plan/inputs.ts';
import { tellReadiness } from '../helpers/engine/tell-readiness.ts';
import { settle } from '../helpers/hand-clock.ts';

const settling: Readiness = { kind: 'settling', trouble: undefined, waitsFor: 'Deployment/db' };
const ready: Readiness = { kind: 'ready' };
const renderManifest = (releases: readonly string[]) =>
  ['version: 1', 'services:', '  shop:', '    releases:', ...releases.map((one) => `      ${one}`), ''].join('\n');

let berth: RunningEngine;
beforeEach(async () => {
  berth = await startEngine();
  berth.helm.readiness = (name) => (name === 'db' ? settling : ready);
});
afterEach(() => berth.stop());

describe('a release that waits for another', () => {
  test('has its Helm half a second after that was applied, and starts once that is ready', async () => {
    await berth.label('preview');
    await berth.clock.advance(499);
    expect(berth.helm.ahead).toEqual([]);
    await berth.clock.advance(1);
    expect(berth.helm.ahead).toEqual(['web']);
    await berth.clock.advance(5_000);
    expect(berth.helm.runs).toEqual(['upgrade db']);
    expect(phaseOf('web')).toBe('Pending');

    await tellReadiness(berth, 'db', ready);
    await berth.clock.advance(1_000);

    expect(berth.helm.runs).toEqual(['upgrade db', 'upgrade web']);
    expect(berth.environment()?.status).toMatchObject({ phase: 'Live' });
    expect(berth.helm.begun).toEqual(['db', 'web']);
  });

  test('has none as long as Helm is at work on that, or it is in trouble', async () => {
    const trouble = { reason: 'ImagePullFailed', object: 'Pod/db', message: 'no such image' } as const;
    berth.helm.readiness = (name) => (name === 'db' ? { ...settling, trouble } : ready);
    const applying = Promise.withResolvers<undefined>();
    berth.helm.before = () => applying.promise;
    await berth.label('preview');
    await berth.clock.advance(5_000);
    expect(berth.helm.ahead).toEqual([]);

    applying.resolve(undefined);
    await berth.clock.advance(5_000);

    expect(berth.helm.ahead).toEqual([]);
  });

  test('has none as long as an output that it uses is not there', async () => {
    const use = 'web: { chart: ./charts/web, dependencies: [{ name: db }], values: { url: << db.outputs.URL >> } }';
    const give = 'db: { chart: berth/postgres, outputsFrom: [{ secretRef: { name: db } }] }';
    berth.github.manifests.set('', renderManifest([give, use]));
    await berth.label('preview');
    await berth.clock.advance(5_000);
    expect(berth.helm.ahead).toEqual([]);

    writeOutput('postgres://one');
    await settle();
    expect(berth.helm.ahead).toEqual(['web']);
    for (const url of ['postgres://two', 'postgres://three', 'postgres://four', 'postgres://five']) {
      writeOutput(url);
      await settle();
    }

    // What changes again and again is not worth another.
    expect(berth.helm.ahead).toEqual([]);
    expect(berth.helm.begun).toEqual(['db', 'web', 'web', 'web']);
    await tellReadiness(berth, 'db', ready);
    expect(berth.environment()?.status.releases[1]).toMatchObject({ attempts: 0 });
    expect(berth.helm.runs).toEqual(['upgrade db', 'upgrade web']);
  });

  test('keeps its Helm while it waits for a slot', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const dependents = names.map((name) => `${name}: { chart: ./charts/web, dependencies: [{ name: db }] }`);
    berth.github.manifests.set('', renderManifest(['db: { chart: berth/postgres }', ...dependents]));
    await berth.label('preview');
    await berth.clock.advance(500);
    expect(berth.helm.begun).toEqual(['db', ...names]);

    // Of four slots one environment takes three.
    await tellReadiness(berth, 'db', ready);
    await berth.clock.advance(1_000);

    expect(berth.environment()?.status.phase).toBe('Live');
    expect(berth.helm.begun).toEqual(['db', ...names]);
  });

  test('waits for all that it depends on', async () => {
    const manifest = [
      'db: { chart: berth/postgres }',
      'cache: { chart: berth/redis, dependencies: [{ name: db }] }',
      'web: { chart: ./charts/web, dependencies: [{ name: db }, { name: cache }] }',
    ];
    berth.github.manifests.set('', renderManifest(manifest));

    await berth.label('preview');
    await berth.clock.advance(5_000);

    expect(berth.helm.ahead).toEqual(['cache']);
  });
});

describe('a Helm that was begun ahead', () => {
  beforeEach(async () => {
    await berth.label('preview');
    await berth.clock.advance(500);
    expect(berth.helm.ahead).toEqual(['web']);
  });

  test('ends when a push wants something else of its release, and another takes its place', async () => {
    await berth.push(secondSha);

    expect(berth.helm.begun).toEqual(['db', 'web', 'web']);
    await tellReadiness(berth, 'db', ready);
    expect(berth.helm.runs).toEqual(['upgrade db', 'upgrade web']);
    expect(berth.environment()?.status.releases[1]).toMatchObject({ attempts: 0 });
  });

  test('ends after a minute, and its release starts as any other', async () => {
    await berth.clock.advance(60_000);
    expect(berth.helm.ahead).toEqual([]);
    await berth.clock.advance(60_000);
    expect(berth.helm.ahead).toEqual([]);

    await tellReadiness(berth, 'db', ready);

    expect(berth.helm.runs).toEqual(['upgrade db', 'upgrade web']);
  });

  test('is no failure of its release where it ended by itself', async () => {
    berth.helm.loseAhead(new EngineError('x', { reason: 'ApiUnavailable', fields: {} }));
    await settle();
    expect(berth.helm.ahead).toEqual([]);

    await tellReadiness(berth, 'db', ready);
    await berth.clock.advance(1_000);

    expect(berth.environment()?.status).toMatchObject({ phase: 'Live' });
    expect(berth.environment()?.status.releases[1]).toMatchObject({ attempts: 0 });
    expect(berth.helm.runs).toEqual(['upgrade db', 'upgrade web']);
  });

  test('fails its release where it fails once it has its cue', async () => {
    berth.helm.before = () =>
      Promise.reject(new EngineError('x', { reason: 'HelmFailed', fields: { release: 'web' } }));

    await tellReadiness(berth, 'db', ready);
    await berth.clock.advance(1_000);

    expect(berth.environment()?.status.releases[1]).toMatchObject({
      phase: 'Failed',
      reason: 'HelmFailed',
      attempts: 1,
    });
  });

  test('ends when its environment goes', async () => {
    berth.github.pullRequests.get('acme/shop#1')!.labels.length = 0;
    await berth.wake();

    expect(berth.helm.ahead).toEqual([]);
    expect(berth.helm.runs.filter((run) => run.startsWith('upgrade'))).toEqual(['upgrade db']);
  });

  test('ends with its berth, and the next berth begins its own', async () => {
    await berth.restart();
    expect(berth.helm.ahead).toEqual([]);

    await berth.clock.advance(500);

    expect(berth.helm.ahead).toEqual(['web']);
    expect(berth.helm.begun).toEqual(['db', 'web', 'web']);
  });

  test('makes its place free for what can start', async () => {
    expect(berth.engine.load.helm).toEqual({ working: 0, waiting: 0, ahead: 1, slots: 4 });
    const letGo = await takeSlots(2);

    expect(berth.engine.load.helm).toMatchObject({ working: 4, ahead: 0 });
    expect(berth.helm.ahead).toEqual([]);
    letGo();
  });
});

test('of several that were begun ahead, only as many end as what starts needs room, the last one first', async () => {
  const dependents = ['first', 'second'].map(
    (name) => `${name}: { chart: ./charts/web, dependencies: [{ name: db }] }`,
  );
  berth.github.manifests.set('', renderManifest(['db: { chart: berth/postgres }', ...dependents]));
  await berth.label('preview');
  await berth.clock.advance(500);
  expect(berth.helm.ahead).toEqual(['first', 'second']);

  const letGo = await takeSlots(1);

  expect(berth.engine.load.helm).toMatchObject({ working: 3, ahead: 1 });
  expect(berth.helm.ahead).toEqual(['first']);
  letGo();
});

test('a replica that lets go of an environment has ended what it had begun ahead before another begins its own', async () => {
  await berth.stop();
  berth = await startEngine([aProfile('limits: { environments: { perRepository: 50 } }')]);
  berth.helm.readiness = (name) => (name === 'db' ? settling : ready);
  for (let number = 1; number <= 4; number += 1) {
    if (number > 1) openPullRequest(berth.github, number);
    await berth.label('preview', 'alice', number);
    await berth.clock.advance(500);
  }
  await berth.clock.advance(1_000);
  expect(berth.helm.ahead).toHaveLength(4);
  berth.helm.leaving = () => sleep(100);

  // Whose an environment is goes by the names of the replicas, which are chance.
  const begunBefore = berth.helm.begun.length;
  for (let count = 0; count < 20 && berth.helm.begun.length === begunBefore; count += 1) {
    await berth.join();
    await sleep(300);
  }

  expect(berth.helm.begun.length).toBeGreaterThan(begunBefore);
  expect(berth.helm.overlaps).toEqual([]);
});

test('where all slots are taken, no Helm is begun ahead', async () => {
  await berth.label('preview');
  const letGo = await takeSlots(2);
  await berth.clock.advance(5_000);
  expect(berth.helm.ahead).toEqual([]);

  letGo();
  await settle();
  await tellReadiness(berth, 'db', settling);

  expect(berth.helm.ahead).toEqual(['web']);
});

/** By more environments, of which each may take three of the four. */
async function takeSlots(environments: number): Promise<() => void> {
  const held = Promise.withResolvers<undefined>();
  berth.helm.before = () => held.promise;
  const releases = ['a', 'b', 'c'].map((name) => `${name}: { chart: berth/redis }`);
  berth.github.manifests.set(secondSha, renderManifest(releases));
  for (const number of [2, 3].slice(0, environments)) {
    openPullRequest(berth.github, number, secondSha);
    await berth.label('preview', 'alice', number);
  }
  return () => held.resolve(undefined);
}

function phaseOf(helmRelease: string): string | undefined {
  return berth.environment()?.status.releases.find((one) => one.helmRelease === helmRelease)?.phase;
}

function writeOutput(url: string): void {
  const { name, status } = berth.environment()!;
  berth.cluster.spaces
    .get(status.namespace!)!
    .outputs.set('secret/db', { values: { URL: url }, heardAtMs: berth.clock.nowMs() });
  berth.cluster.tell(name);
}
