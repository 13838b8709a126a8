import { afterEach, describe, expect, test } from 'vitest';
import { settle } from '../helpers/hand-clock.ts';
import { EngineError } from '../../src/engine/engine-error.ts';
import { aProfile } from '../plan/inputs.ts';
import { openPullRequest, secondSha, startEngine, type RunningEngine } from '../helpers/engine/start-engine.ts';

let berth: RunningEngine;
afterEach(() => berth.stop());

describe('an environment whose profile is no longer there', () => {
  test('goes when its pull request is closed', async () => {
    berth = await startEngine();
    await berth.label('preview');
    await berth.restart([aProfile('', 'staging')]);

    expect(berth.environment()?.status.phase).toBe('Live');
    berth.github.pullRequests.get('acme/shop#1')!.state = 'closed';
    await berth.wake();
    await berth.clock.advance(5_000);

    expect(berth.environment()).toBeUndefined();
    expect([...berth.cluster.spaces.keys()]).toEqual([]);
  });
});

describe('a host that two pull requests want in the same moment', () => {
  test('is given to one of them, and to the other once it is free', async () => {
    berth = await startEngine([aProfile('host: staging.<< service.name >>.example.com')]);
    openPullRequest(berth.github, 2);

    await Promise.all([berth.label('preview', 'alice', 1), berth.label('preview', 'alice', 2)]);
    await berth.clock.advance(20_000);

    const phases = [1, 2].map((number) => berth.environment('preview', number)?.status.phase);
    expect(phases.toSorted()).toEqual(['Live', 'Waiting']);
    const holder = phases.indexOf('Live') + 1;
    berth.github.pullRequests.get(`acme/shop#${holder}`)!.state = 'merged';
    await berth.wake(undefined, holder);
    await berth.clock.advance(20_000);
    expect(berth.environment('preview', 3 - holder)?.status.phase).toBe('Live');
  });
});

test('a release that is no longer wanted and cannot be uninstalled is tried again later each time', async () => {
  berth = await startEngine();
  await berth.label('preview');
  berth.github.manifests.set(
    secondSha,
    'version: 1\nservices: { shop: { releases: { web: { chart: ./charts/web } } } }\n',
  );
  berth.helm.before = (run) =>
    run.startsWith('uninstall') ? Promise.reject(new Error('the API server refuses')) : Promise.resolve();
  berth.helm.runs.splice(0);

  await berth.push(secondSha);
  await berth.clock.advance(60_000);

  const tries = berth.helm.runs.filter((run) => run === 'uninstall db').length;
  expect(tries).toBeGreaterThan(2);
  expect(tries).toBeLessThan(8);
});

describe('a mistake of our own while a commit is prepared', () => {
  test('is said on the pull request, and the next look may do better', async () => {
    berth = await startEngine();
    const readSourceFile = berth.github.readSourceFile.bind(berth.github);
    berth.github.readSourceFile = () => Promise.reject(new TypeError('undefined is not a function'));

    await berth.label('preview');
    await berth.clock.advance(60_000);
    expect(berth.environment()?.status).toMatchObject({ phase: 'Failed' });
    expect(berth.github.comments.get('acme/shop#1')).toContain('berth made a mistake.');

    berth.github.readSourceFile = readSourceFile;
    await berth.clock.advance(300_000);
    expect(berth.environment()?.status).toMatchObject({ phase: 'Live' });
  });
});

test('a berth that stops while it prepares a commit records nothing of that', async () => {
  berth = await startEngine();
  berth.github.ensureSource = (_, signal) =>
    new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () =>
        reject(new EngineError('unpacking', { reason: 'Superseded', fields: { commit: secondSha } })),
      ),
    );
  await berth.label('preview');
  const before = berth.environment()?.status;

  await berth.stop();

  expect(berth.environment()?.status).toEqual({ ...before, holder: { epoch: 2 } });
});

describe('a release that never becomes ready', () => {
  test('is said to have had its time also by a berth that did not start it', async () => {
    berth = await startEngine();
    berth.helm.readiness = () => ({ kind: 'settling', trouble: undefined, waitsFor: 'Deployment/db' });
    await berth.label('preview');
    // Killed after Helm had ended and before that was recorded.
    const { name, status } = berth.environment()!;
    const releases = status.releases.map(({ appliedAt: _, ...release }) => release);
    await berth.cluster.environments.updateStatus(name, { releases });
    await berth.engine.stop();
    await berth.cluster.environments.updateStatus(name, { releases });
    await berth.restart();

    await berth.clock.advance(11 * 60_000);

    expect(berth.environment()?.status.releases[0]).toMatchObject({ phase: 'Failed', reason: 'NotReadyInTime' });
  });

  test('has its whole time again when it had been ready: a pod that is moved has not failed', async () => {
    berth = await startEngine();
    await berth.label('preview');
    await berth.clock.advance(3_600_000);
    const { name, status } = berth.environment()!;
    const { releases } = berth.cluster.spaces.get(status.namespace!)!;
    releases.set('db', {
      ...releases.get('db')!,
      readiness: { kind: 'settling', trouble: undefined, waitsFor: 'Deployment/db' },
    });

    berth.cluster.tell(name);
    await berth.clock.advance(1_000);
    expect(berth.environment()?.status.releases[0]).toMatchObject({ phase: 'Settling' });
    await berth.clock.advance(11 * 60_000);
    expect(berth.environment()?.status.releases[0]).toMatchObject({ phase: 'Failed', reason: 'NotReadyInTime' });
  });
});

test('a release that time alone makes ready is looked at in time, though nothing tells of it', async () => {
  berth = await startEngine();
  const againAtMs = berth.clock.nowMs() + 10_000;
  berth.helm.readiness = (name) =>
    name === 'db' ? { kind: 'settling', trouble: undefined, waitsFor: 'Widget/db', againAtMs } : { kind: 'ready' };
  await berth.label('preview');
  await berth.clock.advance(750);
  const { status } = berth.environment()!;
  expect(status.releases[0]).toMatchObject({ phase: 'Settling' });
  const { releases } = berth.cluster.spaces.get(status.namespace!)!;
  releases.set('db', { ...releases.get('db')!, readiness: { kind: 'ready' } });

  await berth.clock.advance(11_000);

  expect(berth.environment()?.status.releases[0]).toMatchObject({ phase: 'Ready' });
});

test('what Helm said of a failure is still told after a restart', async () => {
  berth = await startEngine();
  berth.helm.before = () => {
    const said = { reason: 'ChartBroken', fields: { release: 'shop/db' }, detail: 'line one\nline two' } as const;
    return Promise.reject(new EngineError('running helm', said));
  };
  await berth.label('preview');
  const before = berth.environment()?.status.releases;
  expect(before?.[0]).toMatchObject({ phase: 'Failed', log: ['line one', 'line two'] });

  await berth.restart();

  expect(berth.environment()?.status.releases).toEqual(before);
});

test.each([
  ['KindNotAllowed', { object: 'widgets.example.com' }, 1],
  ['MigrationFailed', { object: 'Job/migrate' }, 0],
] as const)('after a restart what an operator may have mended is tried once more: %s', async (reason, fields, runs) => {
  berth = await startEngine();
  berth.helm.before = () => Promise.reject(new EngineError('running helm', { reason, fields }));
  await berth.label('preview');
  berth.helm.runs.splice(0);

  await berth.restart();
  await berth.clock.advance(3_600_000);

  expect(berth.helm.runs).toHaveLength(runs);
});

test('a chart that was removed from disk since is there again before its release is applied', async () => {
  berth = await startEngine();
  await berth.label('preview');
  await berth.clock.advance(3_600_000);
  berth.charts.clear();
  berth.helm.runs.splice(0);

  berth.cluster.spaces.get('acme-shop-pr-1')?.releases.delete('web');
  berth.cluster.tell(berth.environment()!.name);
  await berth.clock.advance(10_000);

  expect(berth.charts).toContain('/charts/web');
  expect(berth.helm.runs).toEqual(['upgrade web']);
});

test('a namespace that somebody deleted is made anew before Helm tries again', async () => {
  berth = await startEngine();
  await berth.label('preview');
  await berth.clock.advance(60_000);
  berth.helm.runs.splice(0);

  berth.cluster.spaces.delete('acme-shop-pr-1');
  berth.cluster.tell(berth.environment()!.name);
  await settle();
  await berth.clock.advance(5_000);
  await berth.clock.advance(5_000);

  expect(berth.helm.runs).toEqual(['upgrade db', 'upgrade db', 'upgrade web']);
  expect([...berth.cluster.spaces.get('acme-shop-pr-1')!.releases.keys()]).toEqual(['db', 'web']);
  expect(berth.environment()?.status).toMatchObject({ phase: 'Live' });
});

test('a release whose place is never free is said to have had its time, and starts once it is', async () => {
  berth = await startEngine();
  await berth.label('preview');
  const { world } = berth.cluster;
  const observe = world.observe.bind(world);
  berth.cluster.spaces.get('acme-shop-pr-1')!.releases.delete('db');
  world.observe = (...given) => ({ ...observe(...given), going: new Set(['db']) });
  berth.cluster.tell(berth.environment()!.name);
  await settle();

  await berth.clock.advance(11 * 60_000);
  expect(berth.environment()?.status.releases[0]).toMatchObject({ phase: 'Failed', reason: 'NotReadyInTime' });
  world.observe = observe;
  berth.cluster.tell(berth.environment()!.name);
  await settle();

  expect(berth.environment()?.status).toMatchObject({ phase: 'Live' });
});
