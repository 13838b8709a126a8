import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EngineError } from '../../src/engine/engine-error.ts';
import { secondSha, startEngine, type RunningEngine } from '../helpers/engine/start-engine.ts';
import { settle } from '../helpers/hand-clock.ts';

let berth: RunningEngine;
beforeEach(async () => {
  berth = await startEngine();
});
afterEach(() => berth.stop());

describe('a release that is no longer in the manifest', () => {
  test('stays until what may use it has been replaced', async () => {
    await deploy({ redis: 'redis', api: 'web needs redis' });
    const upgrade = holdRun('upgrade api');

    await push({ api: 'web' });
    await berth.clock.advance(60_000);
    expect(berth.helm.runs).toEqual(['upgrade api']);
    upgrade.resolve(undefined);
    await settle();

    expect(berth.helm.runs).toEqual(['upgrade api', 'uninstall redis']);
    expect(berth.environment()?.status).toMatchObject({ phase: 'Live' });
  });

  test('stays where that could not be replaced: what was there goes on', async () => {
    await deploy({ redis: 'redis', api: 'web needs redis' });
    failRun('upgrade migrate', new EngineError('x', { reason: 'MigrationFailed', fields: { object: 'Job/m' } }));

    await push({ migrate: 'job', api: 'web needs migrate' });
    await berth.clock.advance(600_000);

    expect(berth.helm.runs).toEqual(['upgrade migrate']);
    expect(listInstalled()).toEqual(['redis', 'api']);
  });

  test('goes where something new has no place beside it, which is then tried again', async () => {
    await deploy({ db: 'postgres', api: 'web needs db' });
    berth.helm.before = (run) => {
      const isTaken = run === 'upgrade database' && listInstalled().includes('db');
      const error = new EngineError('x', { reason: 'ObjectTaken', fields: { object: 'Service/postgres' } });
      return isTaken ? Promise.reject(error) : Promise.resolve();
    };

    await push({ database: 'postgres', api: 'web needs database' });
    await berth.clock.advance(10_000);

    expect(listInstalled()).toEqual(['api', 'database']);
    expect(berth.environment()?.status).toMatchObject({ phase: 'Live' });
  });

  test('leaves its quota to what comes in its place, though that is free only some seconds later', async () => {
    await deploy({ db: 'postgres', api: 'web needs db' });
    let countedAnew = 3;
    berth.helm.before = (run) => {
      if (run !== 'upgrade database') return Promise.resolve();
      if (!listInstalled().includes('db')) countedAnew -= 1;
      const error = new EngineError('x', { reason: 'QuotaRefused', fields: { object: 'PersistentVolumeClaim/data' } });
      return countedAnew > 0 ? Promise.reject(error) : Promise.resolve();
    };

    await push({ database: 'postgres', api: 'web needs database' });
    await berth.clock.advance(30_000);

    expect(listInstalled()).toEqual(['api', 'database']);
    expect(berth.environment()?.status).toMatchObject({ phase: 'Live' });
  });

  test('is no reason to try again for good what has no room by itself', async () => {
    await deploy({ db: 'postgres' });
    failRun('upgrade large', new EngineError('x', { reason: 'QuotaRefused', fields: { object: 'Service/large' } }));

    await push({ large: 'web' });
    await berth.clock.advance(180_000);
    const { length } = berth.helm.runs;
    await berth.clock.advance(3_600_000);

    expect(berth.helm.runs).toHaveLength(length);
    expect(berth.environment()?.status.releases).toMatchObject([{ phase: 'Failed', reason: 'QuotaRefused' }]);
  });

  test('is not begun any more where it waits for its slot', async () => {
    const held = Promise.withResolvers<undefined>();
    berth.helm.before = () => held.promise;
    await deploy({ a: 'web', b: 'web', c: 'web', d: 'web', e: 'web', f: 'web' });

    await push({ a: 'web' });
    held.resolve(undefined);
    await berth.clock.advance(10_000);

    expect(berth.helm.runs.filter((run) => /[ef]$/.test(run))).toEqual([]);
    expect(listInstalled()).toEqual(['a']);
  });
});

test('a release that has another chart is removed first', async () => {
  await deploy({ db: 'postgres', api: 'web needs db' });

  await push({ db: 'redis', api: 'web needs db' });

  expect(berth.helm.runs.slice(0, 2)).toEqual(['uninstall db', 'upgrade db']);
  expect(berth.environment()?.status).toMatchObject({ phase: 'Live' });
});

test('a removal for another chart that fails is tried again later each time', async () => {
  await deploy({ db: 'postgres' });
  failRun('uninstall db', new EngineError('x', { reason: 'ApiUnavailable', fields: {} }));

  await push({ db: 'redis' });
  await berth.clock.advance(60_000);

  expect(berth.helm.runs.length).toBeGreaterThan(2);
  expect(berth.helm.runs.length).toBeLessThan(10);
});

test('what failed before says nothing of a removal: its hooks run', async () => {
  const hooks: boolean[] = [];
  const uninstall = berth.helm.uninstall.bind(berth.helm);
  berth.helm.uninstall = (run, signal) => {
    hooks.push(run.runHooks);
    return uninstall(run, signal);
  };
  await deploy({ db: 'postgres', api: 'web' });
  failRun('upgrade db', new EngineError('x', { reason: 'ApiUnavailable', fields: {} }));
  await push({ db: 'postgres', api: 'web' }, 'c'.repeat(40));
  await berth.clock.advance(20_000);
  expect(berth.helm.runs.filter((run) => run === 'upgrade db').length).toBeGreaterThan(1);

  await push({ api: 'web' }, 'd'.repeat(40));
  await berth.clock.advance(20_000);

  expect(hooks).toEqual([true]);
});

test('a release is not ready before it was read what Helm left, however long that cannot be', async () => {
  let isDown = true;
  berth.cluster.world.refreshRelease = () =>
    isDown ? Promise.reject(new EngineError('reading', { reason: 'ApiUnavailable', fields: {} })) : Promise.resolve();

  await deploy({ db: 'postgres', api: 'web needs db' });
  await berth.clock.advance(60_000);
  expect(berth.helm.runs).toEqual(['upgrade db']);
  isDown = false;
  await berth.clock.advance(20_000);

  expect(berth.helm.runs).toEqual(['upgrade db', 'upgrade api']);
  expect(berth.environment()?.status).toMatchObject({ phase: 'Live' });
});

/** Releases by name: a chart, and what they need. */
type Releases = Readonly<Record<string, string>>;

async function deploy(releases: Releases): Promise<void> {
  berth.github.manifests.set('', renderManifest(releases));
  await berth.label('preview');
}

async function push(releases: Releases, sha = secondSha): Promise<void> {
  berth.helm.runs.splice(0);
  berth.github.manifests.set(sha, renderManifest(releases));
  await berth.push(sha);
}

function renderManifest(releases: Releases): string {
  const lines = Object.entries(releases).map(([name, text]) => {
    const [chart, needed] = text.split(' needs ');
    const dependencies = needed === undefined ? '' : `, dependencies: [{ name: ${needed} }]`;
    return `      ${name}: { chart: ./charts/${chart ?? ''}${dependencies}, values: { tag: << pr.sha >> } }`;
  });
  return ['version: 1', 'services:', '  shop:', '    releases:', ...lines, ''].join('\n');
}

function listInstalled(): readonly string[] {
  return [...berth.cluster.spaces.values()].flatMap(({ releases }) => [...releases.keys()]);
}

function holdRun(held: string): PromiseWithResolvers<undefined> {
  const holding = Promise.withResolvers<undefined>();
  berth.helm.before = (run) => (run === held ? holding.promise : Promise.resolve());
  return holding;
}

function failRun(failing: string, error: Error): void {
  berth.helm.before = (run) => (run === failing ? Promise.reject(error) : Promise.resolve());
}
