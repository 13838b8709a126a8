import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EngineError } from '../../src/engine/engine-error.ts';
import type { PodLogs } from '../../src/engine/ports/cluster.ts';
import type { Readiness } from '../../src/engine/ports/world.ts';
import { settle } from '../helpers/hand-clock.ts';
import { secondSha, startEngine, type RunningEngine } from '../helpers/engine/start-engine.ts';
import { tellReadiness } from '../helpers/engine/tell-readiness.ts';

let berth: RunningEngine;

beforeEach(async () => {
  berth = await startEngine();
});
afterEach(() => berth.stop());

const crashed: Readiness = {
  kind: 'failed',
  trouble: {
    ...{ reason: 'CrashLoop', object: 'Deployment/db', message: 'it ended with 1' },
    logs: { pod: 'db-x', container: 'db', previous: true },
  },
};

/** The database ends again and again; Kubernetes is asked for its lines by the function given. */
async function crash(readLastLines: PodLogs['readLastLines']): Promise<void> {
  Object.assign(berth.cluster.logs, { readLastLines });
  berth.helm.readiness = (helmRelease) => (helmRelease === 'db' ? crashed : { kind: 'ready' });
  await berth.label('preview');
}

const findDatabase = () => berth.environment()?.status.releases.find(({ id }) => id === 'shop/db');
const unavailable = () => Promise.reject(new EngineError('reading a log', { reason: 'ApiUnavailable', fields: {} }));

describe('while the last lines of what failed do not come', () => {
  let come: (lines: readonly string[]) => void;
  beforeEach(async () => {
    const coming = Promise.withResolvers<readonly string[]>();
    come = coming.resolve;
    await crash(() => coming.promise);
  });

  test('it is told without them a moment later, and with them once they are there', async () => {
    await berth.clock.advance(1_000);
    expect(findDatabase()).toMatchObject({ phase: 'Failed', reason: 'CrashLoop', log: [] });

    come(['cannot bind']);
    await settle();
    await berth.clock.advance(750);

    expect(findDatabase()?.log).toEqual(['cannot bind']);
  });

  test('another commit begins at once', async () => {
    berth.helm.readiness = () => ({ kind: 'ready' });
    berth.github.manifests.set(
      secondSha,
      'version: 1\nservices: { shop: { releases: { web: { chart: ./charts/web } } } }\n',
    );

    await berth.push(secondSha);

    expect(berth.environment()?.status).toMatchObject({ phase: 'Live', commit: secondSha });
  });

  test('what becomes ready lets others start at once', async () => {
    await tellReadiness(berth, 'db', { kind: 'ready' });

    expect(berth.helm.runs).toContain('upgrade web');
  });
});

test('lines that come in a moment are told with the failure itself', async () => {
  await crash(() => Promise.resolve(['cannot bind']));
  expect(findDatabase()).toMatchObject({ phase: 'Failed', log: ['cannot bind'] });

  await berth.clock.advance(10_000);

  expect(berth.github.writes.filter((write) => write.startsWith('comment'))).toHaveLength(1);
});

test('lines that cannot be read are asked for again, later each time and not at each event', async () => {
  let asked = 0;
  let answer: () => Promise<readonly string[]> = unavailable;
  await crash(() => {
    asked += 1;
    return answer();
  });
  for (let times = 0; times < 20; times += 1) await tellReadiness(berth, 'db', crashed);
  expect(asked).toBe(1);

  await berth.clock.advance(3_600_000);
  expect(asked).toBeGreaterThan(5);
  expect(asked).toBeLessThan(30);
  answer = () => Promise.resolve(['cannot bind']);
  await berth.clock.advance(600_000);

  expect(findDatabase()?.log).toEqual(['cannot bind']);
});

test('a node that does not answer is given up for a while', async () => {
  const signals: AbortSignal[] = [];
  await crash(
    (_, signal) =>
      new Promise((_resolve, reject) => {
        signals.push(signal);
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
  );

  await berth.clock.advance(5_000);

  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  await berth.clock.advance(2_000);
  expect(signals).toHaveLength(2);
});

test('what was read is remembered as long as it fails, and no longer', async () => {
  let asked = 0;
  await crash(() => Promise.resolve([`time ${(asked += 1)}`]));
  for (let times = 0; times < 5; times += 1) await tellReadiness(berth, 'db', crashed);
  expect(asked).toBe(1);

  await tellReadiness(berth, 'db', { kind: 'settling', trouble: undefined, waitsFor: 'Deployment/db' });
  await tellReadiness(berth, 'db', crashed);

  expect(findDatabase()?.log).toEqual(['time 2']);
});

describe('what the status has no room for', () => {
  test('is left out: most of a long line', async () => {
    await crash(() => Promise.resolve(Array.from({ length: 20 }, (_, at) => `${at} ${'x'.repeat(64_000)}`)));

    const log = findDatabase()?.log ?? [];
    expect(log.at(-1)).toMatch(/^19 x+…$/);
    expect(log.join('').length).toBeLessThan(8_192);
  });

  test('is left out only after what is secret in it: half of that is not recognized', async () => {
    const token = `ghp_${'a1'.repeat(18)}`;
    await crash(() => Promise.resolve([`${'x'.repeat(390)} ${token}`]));

    expect(findDatabase()?.log.join('')).toContain('x [red');
    expect(findDatabase()?.log.join('')).not.toContain('ghp_');
  });

  test('also of what Helm said', async () => {
    const key = Array.from({ length: 30 }, (_, at) => `MIIE${at}abcdefghij`);
    const detail = ['-----BEGIN PRIVATE KEY-----', ...key, '-----END PRIVATE KEY-----', 'that was refused'].join('\n');
    berth.helm.before = () =>
      Promise.reject(new EngineError('upgrading', { reason: 'ChartBroken', fields: { release: 'shop/db' }, detail }));

    await berth.label('preview');

    expect(findDatabase()?.log).toEqual(['[redacted]', 'that was refused']);
  });
});
