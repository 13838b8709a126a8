import { afterEach, expect, test } from 'vitest';
import type { ReleaseStatus } from '../../src/environment/release-status.ts';
import { secondSha, startEngine, type RunningEngine } from '../helpers/engine/start-engine.ts';

let berth: RunningEngine;
afterEach(() => berth.stop());

const atRest = { working: 0, waiting: 0 };
const startMs = Date.parse('2026-05-04T10:00:00Z');

test('each release has the times at which it could run, ran, was applied and was ready', async () => {
  berth = await startEngine();
  const { clock, helm } = berth;
  helm.before = (run) => pause(run === 'upgrade db' ? 3_000 : 1_000);
  helm.readiness = (name) =>
    name === 'db' ? { kind: 'settling', trouble: undefined, waitsFor: 'Deployment/db' } : { kind: 'ready' };

  await berth.label('preview');
  await clock.advance(5_000);
  makeReady('db', startMs + 5_000);
  await clock.advance(40);
  await tell();
  await clock.advance(2_000);

  expect(readTimes()).toEqual({
    'shop/db': { runnableAt: 0, startedAt: 0, appliedAt: 3_000, readyAt: 5_000 },
    'shop/web': { runnableAt: 5_040, startedAt: 5_040, appliedAt: 6_040, readyAt: 6_040 },
  });
  expect(berth.telemetry.told).toEqual([
    'slot gap 0',
    'readiness lag 40',
    'ready after 5000',
    'decision gap 40',
    'slot gap 0',
    'ready after 1000',
    'live after 6040',
  ]);
});

test('a release cannot have been ready before it was last seen not to be', async () => {
  berth = await startEngine();
  berth.helm.readiness = (name) =>
    name === 'db' ? { kind: 'settling', trouble: undefined, waitsFor: 'Widget/db' } : { kind: 'ready' };

  await berth.label('preview');
  await berth.clock.advance(9_000);
  await tell();
  await berth.clock.advance(1_000);
  // What was heard of last need not be what it waited for.
  makeReady('db', startMs + 100);
  await tell();

  expect(readTimes()['shop/db']).toMatchObject({ appliedAt: 0, readyAt: 9_000 });
});

test('a release whose turn has come starts only when Helm has room for it', async () => {
  berth = await startEngine();
  const names = ['a', 'b', 'c', 'd', 'e'];
  const releases = names.map((name) => `      ${name}: { chart: berth/postgres }`).join('\n');
  berth.github.manifests.set('', `version: 1\nservices:\n  shop:\n    releases:\n${releases}\n`);
  berth.helm.before = () => pause(2_000);

  await berth.label('preview');
  await berth.clock.advance(1_000);
  const [, , , , last] = berth.environment()!.status.releases;
  expect(last).toMatchObject({ phase: 'Applying', runnableAt: toTime(0) });
  expect(last).not.toHaveProperty('startedAt');
  expect(berth.engine.load.helm).toEqual({ working: 4, waiting: 1, slots: 4 });
  await berth.clock.advance(5_000);

  expect(readTimes()['shop/e']).toEqual({ runnableAt: 0, startedAt: 2_000, appliedAt: 4_000, readyAt: 4_000 });
  expect(berth.telemetry.told).toContain('slot gap 2000');
  expect(berth.engine.load).toEqual({
    queues: { pullRequests: atRest, environments: atRest, reports: atRest },
    helm: { ...atRest, slots: 4 },
  });
});

test('the times outlast berth, and begin anew with other inputs alone', async () => {
  berth = await startEngine();
  await berth.label('preview');
  const before = readTimes();

  await berth.clock.advance(60_000);
  await berth.restart();
  await berth.push(secondSha);

  expect(readTimes()['shop/db']).toEqual(before['shop/db']);
  expect(readTimes()['shop/web']).toEqual({
    runnableAt: 60_000,
    startedAt: 60_000,
    appliedAt: 60_000,
    readyAt: 60_000,
  });
});

test('a run that is tried again could have run since the first time', async () => {
  berth = await startEngine();
  let failures = 1;
  berth.helm.before = (run) => {
    if (run !== 'upgrade db' || failures-- <= 0) return Promise.resolve();
    return Promise.reject(new Error('the connection was lost'));
  };

  await berth.label('preview');
  await berth.clock.advance(10_000);

  const { runnableAt, startedAt, appliedAt } = readTimes()['shop/db']!;
  expect(runnableAt).toBe(0);
  expect(startedAt).toBeGreaterThan(0);
  expect(appliedAt).toBe(startedAt);
});

test('what became unready and ready again was ready the first time', async () => {
  berth = await startEngine();
  await berth.label('preview');
  const before = readTimes();

  await berth.clock.advance(60_000);
  makeReady('db', undefined);
  await tell();
  expect(berth.environment()!.status.releases[0]).toMatchObject({ phase: 'Settling' });
  makeReady('db', startMs + 60_000);
  await tell();

  expect(berth.environment()!.status.phase).toBe('Live');
  expect(readTimes()).toEqual(before);
});

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => berth.clock.wakeAfter(ms, resolve));
}

async function tell(): Promise<void> {
  berth.cluster.tell(berth.environment()!.name);
  await berth.clock.advance(0);
}

/** Without a time it is not ready any more. */
function makeReady(helmRelease: string, heardAtMs: number | undefined): void {
  const { releases } = berth.cluster.spaces.get('acme-shop-pr-1')!;
  const readiness =
    heardAtMs === undefined
      ? ({ kind: 'settling', trouble: undefined, waitsFor: helmRelease } as const)
      : ({ kind: 'ready', heardAtMs } as const);
  releases.set(helmRelease, { ...releases.get(helmRelease)!, readiness });
}

function toTime(ms: number): string {
  return new Date(startMs + ms).toISOString();
}

/** In milliseconds since the beginning, by `service/release`. */
function readTimes(): Readonly<Record<string, Readonly<Record<string, number>>>> {
  const toMs = (release: ReleaseStatus) =>
    (['runnableAt', 'startedAt', 'appliedAt', 'readyAt'] as const).flatMap((name) => {
      const time = release[name];
      return time === undefined ? [] : [[name, Date.parse(time) - startMs] as const];
    });
  return Object.fromEntries(
    berth.environment()!.status.releases.map((release) => [release.id, Object.fromEntries(toMs(release))]),
  );
}
