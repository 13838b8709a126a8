import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EngineError } from '../../../src/engine/engine-error.ts';
import { aProfile } from '../../plan/inputs.ts';
import { startEngine, type RunningEngine } from '../../helpers/engine/start-engine.ts';

let berth: RunningEngine;
afterEach(() => berth.stop());

/** Removes an environment with a namespace that takes its time to go. Resolves to when it was asked for, in seconds. */
async function removeWithin(seconds: number): Promise<readonly number[]> {
  berth = await startEngine();
  await berth.label('preview');
  const { clock, cluster, github } = berth;
  cluster.going.takesMs = seconds * 1_000;
  const startMs = clock.nowMs();
  github.pullRequests.get('acme/shop#1')!.labels = [];
  await berth.wake();
  await clock.advance(seconds * 1_000 + 10_000);
  expect(berth.environment()).toBeUndefined();
  return cluster.going.askedAtMs.map((ms) => (ms - startMs) / 1_000);
}

test('a namespace that goes within seconds is seen to be gone in less than one more', async () => {
  const asked = await removeWithin(5);

  expect(asked.at(-1)).toBeGreaterThanOrEqual(5);
  expect(asked.at(-1)).toBeLessThan(5.9);
});

test('one that takes minutes, because hundreds go, is asked for every few seconds', async () => {
  const asked = await removeWithin(180);

  expect(asked.length).toBeLessThan(70);
  expect(asked.at(-1)).toBeGreaterThanOrEqual(180);
  expect(asked.at(-1)).toBeLessThan(185.1);
});

test('what keeps it from going is named with the cause, until it has gone', async () => {
  await startLive();
  berth.cluster.going.takesMs = 60_000;
  berth.cluster.going.blockers = [
    { object: 'PersistentVolume/pvc-1', cause: 'Released, not deleted by csi.example.com' },
  ];

  await unlabel();
  await berth.clock.advance(30_000);

  const { status } = berth.environment()!;
  expect(status.blockers).toEqual(['PersistentVolume/pvc-1: Released, not deleted by csi.example.com']);
  expect(status.conditions.find(({ type }) => type === 'Removed')).toMatchObject({
    reason: 'TeardownBlocked',
    message:
      '`PersistentVolume/pvc-1` cannot go: `Released, not deleted by csi.example.com`. Ask the operator to see to what keeps it.',
  });
  await berth.clock.advance(45_000);
  expect(berth.environment()).toBeUndefined();
});

test('a namespace that berth may not look into goes as a whole, but not for one slow answer', async () => {
  await startLive();
  let slow = 1;
  berth.cluster.world.watchNamespace = () => {
    slow -= 1;
    return slow < 0
      ? Promise.resolve()
      : Promise.reject(new EngineError('x', { reason: 'ApiUnavailable', fields: {} }));
  };
  berth.helm.before = () => new Promise(() => undefined);

  await unlabel();
  await berth.clock.advance(5_000);
  expect(uninstalls()).toEqual(['uninstall web']);
  slow = Infinity;
  await berth.clock.advance(15_000);

  expect(uninstalls()).toEqual(['uninstall web']);
  expect(berth.environment()).toBeUndefined();
});

describe('a release that Helm fails to uninstall', () => {
  beforeEach(startLive);

  test('is tried again later each time while the cluster does not answer, and what it depends on stays', async () => {
    failUninstalls(Array.from({ length: 5 }, () => 'ApiUnavailable'));

    await unlabel();
    await berth.clock.advance(14_000);
    const { length } = uninstalls();
    expect(uninstalls()).toEqual(Array.from({ length }, () => 'uninstall web'));
    expect(length).toBeGreaterThan(2);
    expect(length).toBeLessThan(6);

    await berth.clock.advance(60_000);
    expect(uninstalls().slice(4)).toEqual(['uninstall web', 'uninstall web', 'uninstall db']);
    expect(berth.environment()).toBeUndefined();
  });

  test.each([
    ['MigrationFailed', 8_000],
    ['KindUnknown', 12_000], // it was taken away before its objects
  ] as const)(
    'for a reason that no waiting mends goes with the namespace within seconds: %s',
    async (reason, withinMs) => {
      failUninstalls(Array.from({ length: 9 }, () => reason));

      await unlabel();
      await berth.clock.advance(withinMs);

      expect(uninstalls()).toEqual(['uninstall web', 'uninstall web', 'uninstall web', 'uninstall db']);
      expect(berth.environment()).toBeUndefined();
    },
  );

  test('is not given up any sooner because the cluster did not answer before', async () => {
    failUninstalls(['ApiUnavailable', 'ApiUnavailable', 'MigrationFailed', 'MigrationFailed']);

    await unlabel();
    await berth.clock.advance(30_000);

    expect(uninstalls()).toEqual([...Array.from({ length: 5 }, () => 'uninstall web'), 'uninstall db']);
  });

  test('is given up where the cluster never answers, once it has had the time that a release may take', async () => {
    failUninstalls(Array.from({ length: 99 }, () => 'ApiUnavailable'));

    await unlabel();
    await berth.clock.advance(120_000);
    expect(uninstalls()).not.toContain('uninstall db');
    await berth.clock.advance(600_000);

    expect(uninstalls()).toContain('uninstall db');
    expect(berth.environment()).toBeUndefined();
  });
});

describe('a release of which objects take their time to go', () => {
  beforeEach(startLive);

  test('keeps what it depends on until they have gone', async () => {
    const lingering = showLingering('web');
    await unlabel();
    await berth.clock.advance(200_000);
    expect(uninstalls()).toEqual(['uninstall web']);
    expect(berth.environment()?.status.releases.map(({ id }) => id)).toEqual(['shop/db', 'shop/web']);

    lingering.clear();
    await berth.clock.advance(5_000);

    expect(uninstalls()).toEqual(['uninstall web', 'uninstall db']);
    expect(berth.environment()).toBeUndefined();
  });

  test('keeps it no longer than a release may take', async () => {
    showLingering('web');
    await unlabel();
    await berth.clock.advance(aProfile().limits.releaseTimeoutMs + 5_000);

    expect(uninstalls()).toEqual(['uninstall web', 'uninstall db']);
    expect(berth.environment()).toBeUndefined();
  });

  test('keeps it also where its profile is no longer there', async () => {
    await berth.restart([aProfile('', 'staging')]);
    showLingering('web');
    await unlabel();
    await berth.clock.advance(200_000);
    expect(uninstalls()).toEqual(['uninstall web']);
    await berth.clock.advance(200_000);

    expect(uninstalls()).toEqual(['uninstall web', 'uninstall db']);
    expect(berth.environment()).toBeUndefined();
  });

  test('goes with the namespace after some seconds where it depends on nothing that is there', async () => {
    showLingering('db');
    await unlabel();
    await berth.clock.advance(7_000);
    expect(berth.cluster.spaces.size).toBe(1);
    await berth.clock.advance(5_000);

    expect(berth.cluster.spaces.size).toBe(0);
    expect(berth.environment()).toBeUndefined();
  });
});

async function startLive(): Promise<void> {
  berth = await startEngine();
  await berth.label('preview');
}

async function unlabel(): Promise<void> {
  berth.github.pullRequests.get('acme/shop#1')!.labels = [];
  await berth.wake();
}

function uninstalls(): readonly string[] {
  return berth.helm.runs.filter((run) => run.startsWith('uninstall'));
}

type Failing = 'ApiUnavailable' | 'KindUnknown' | 'MigrationFailed';

/** Has Helm fail to uninstall "web" for these reasons, one after the other. */
function failUninstalls(reasons: readonly Failing[]): void {
  const left = [...reasons];
  const fields = { object: 'Job/clean', release: 'shop/web' };
  berth.helm.before = (run) => {
    const reason = run === 'uninstall web' ? left.shift() : undefined;
    return reason === undefined
      ? Promise.resolve()
      : Promise.reject(new EngineError<Failing>('uninstalling', { reason, fields }));
  };
}

/** Has objects of a release be there, also once Helm has forgotten it, until the set is cleared. */
function showLingering(helmRelease: string): Set<string> {
  const { world } = berth.cluster;
  const lingering = new Set([helmRelease]);
  const observe = world.observe.bind(world);
  world.observe = (...given) => ({ ...observe(...given), lingering, going: lingering });
  return lingering;
}
