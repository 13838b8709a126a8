import { afterEach, expect, test } from 'vitest';
import { determineCriticalPath } from '../../src/environment/determine-critical-path.ts';
import type { ReleaseStatus } from '../../src/environment/release-status.ts';
import type { Readiness } from '../../src/engine/ports/world.ts';
import { secondSha, startEngine, type RunningEngine } from '../helpers/engine/start-engine.ts';

let berth: RunningEngine;
afterEach(() => berth.stop());

const atRest = { working: 0, waiting: 0 };
const startMs = Date.parse('2026-05-04T10:00:00Z');
const outputManifest = `
version: 1
services:
  shop:
    releases:
      db: { chart: berth/postgres, outputsFrom: [{ secretRef: { name: db } }] }
      web: { chart: ./charts/web, dependencies: [{ name: db }], values: { url: << db.outputs.URL >> } }
`;

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
    'shop/web': { runnableAt: 5_000, startedAt: 5_040, appliedAt: 6_040, readyAt: 6_040 },
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

test('an output that comes later than its release is ready is waited for, and not by fault of berth', async () => {
  berth = await startEngine();
  const { clock, telemetry } = berth;
  berth.github.manifests.set('', outputManifest);
  berth.helm.before = (run) => (run === 'upgrade db' ? pause(1_000) : Promise.resolve());

  await berth.label('preview');
  await clock.advance(20_000);
  writeOutput('postgres://one');
  await clock.advance(40);
  await tell();

  expect(readTimes()).toMatchObject({
    'shop/db': { readyAt: 1_000 },
    'shop/web': { runnableAt: 20_000, startedAt: 20_040 },
  });
  expect(listDecisionGaps()).toEqual(['decision gap 40']);
  expect(telemetry.told).toContain('live after 20040');
  expect(determineCriticalPath(berth.environment()!.status)).toMatchObject({
    steps: [{ id: 'shop/db' }, { id: 'shop/web', waitMs: 19_000, slotMs: 40 }],
    totalMs: 20_040,
    idleMs: 40,
  });
});

test('an output that changes could be used from when it was heard of', async () => {
  berth = await startEngine();
  const { clock } = berth;
  berth.github.manifests.set('', outputManifest);
  await berth.label('preview');
  writeOutput('postgres://one');
  await tell();

  await clock.advance(600_000);
  writeOutput('postgres://two');
  await clock.advance(30);
  await tell();

  expect(berth.helm.runs).toEqual(['upgrade db', 'upgrade web', 'upgrade web']);
  expect(readTimes()['shop/web']).toMatchObject({ runnableAt: 600_000, startedAt: 600_030 });
  expect(listDecisionGaps()).toEqual(['decision gap 0', 'decision gap 30']);
});

test.each([
  ['it is heard that it is ready again', 30_000, ['decision gap 40']],
  ['it is seen to be, where nobody knows since when', undefined, []],
])('what was ready before holds up others again, until %s', async (_, heardAt, gaps) => {
  berth = await startEngine();
  const { clock } = berth;
  berth.github.manifests.set('', outputManifest);
  await berth.label('preview');
  await clock.advance(15_000);
  setReadiness('db', { kind: 'settling', trouble: undefined, waitsFor: 'db' });
  await tell();
  await clock.advance(5_000);
  writeOutput('postgres://one');
  await tell();

  await clock.advance(10_000);
  setReadiness('db', { kind: 'ready', ...(heardAt !== undefined && { heardAtMs: startMs + heardAt }) });
  await clock.advance(40);
  await tell();

  expect(readTimes()['shop/web']).toMatchObject({ runnableAt: heardAt ?? 30_040, startedAt: 30_040 });
  expect(listDecisionGaps()).toEqual(gaps);
});

test('what berth takes to read what Helm left counts, whatever it looks at meanwhile', async () => {
  berth = await startEngine();
  const { clock, helm, cluster } = berth;
  helm.before = () => pause(1_000);
  helm.readiness = () => ({ kind: 'ready', heardAtMs: clock.nowMs() });
  cluster.world.refreshRelease = () => pause(200);

  await berth.label('preview');
  await clock.advance(1_100);
  await tell();
  await clock.advance(5_000);

  expect(readTimes()['shop/web']).toMatchObject({ runnableAt: 1_000, startedAt: 1_200 });
  expect(listDecisionGaps()).toEqual(['decision gap 200']);
});

test('another commit finds what it uses ready since long, and waited for none of it', async () => {
  berth = await startEngine();
  await berth.label('preview');
  berth.telemetry.told.length = 0;

  await berth.clock.advance(60_000);
  await berth.push(secondSha);

  expect(readTimes()['shop/web']).toMatchObject({ runnableAt: 60_000 });
  expect(listDecisionGaps()).toEqual([]);
});

test('a berth that takes over does not know since when what it finds was there', async () => {
  berth = await startEngine();
  berth.helm.readiness = (name) =>
    name === 'db' ? { kind: 'settling', trouble: undefined, waitsFor: 'Deployment/db' } : { kind: 'ready' };
  await berth.label('preview');
  await berth.clock.advance(1_000);
  setReadiness('db', { kind: 'ready', heardAtMs: startMs + 1_000 });

  await berth.clock.advance(100);
  await berth.restart();

  expect(readTimes()['shop/web']).toMatchObject({ runnableAt: 1_100 });
  expect(listDecisionGaps()).toEqual([]);
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
  expect(berth.engine.load.helm).toEqual({ working: 3, waiting: 2, ahead: 0, slots: 4 });
  await berth.clock.advance(5_000);

  expect(readTimes()['shop/e']).toEqual({ runnableAt: 0, startedAt: 2_000, appliedAt: 4_000, readyAt: 4_000 });
  expect(berth.telemetry.told).toContain('slot gap 2000');
  expect(berth.engine.load).toEqual({
    queues: { pullRequests: atRest, environments: atRest, reports: atRest },
    helm: { ...atRest, ahead: 0, slots: 4 },
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
  setReadiness(
    helmRelease,
    heardAtMs === undefined
      ? { kind: 'settling', trouble: undefined, waitsFor: helmRelease }
      : { kind: 'ready', heardAtMs },
  );
}

function setReadiness(helmRelease: string, readiness: Readiness): void {
  const { releases } = berth.cluster.spaces.get('acme-shop-pr-1')!;
  releases.set(helmRelease, { ...releases.get(helmRelease)!, readiness });
}

/** Heard of at once. */
function writeOutput(url: string): void {
  const output = { values: { URL: url }, heardAtMs: berth.clock.nowMs() };
  berth.cluster.spaces.get('acme-shop-pr-1')!.outputs.set('secret/db', output);
}

function listDecisionGaps(): readonly string[] {
  return berth.telemetry.told.filter((line) => line.startsWith('decision gap'));
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
