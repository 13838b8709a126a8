import { expect, test } from 'vitest';
import { EngineError } from '../../../src/engine/engine-error.ts';
import type { Helm } from '../../../src/engine/ports/helm.ts';
import { measureHelm } from '../../../src/engine/graph/measure-helm.ts';
import { createFakeTelemetry } from '../../helpers/engine/create-fake-telemetry.ts';
import { createHandClock } from '../../helpers/hand-clock.ts';

const run = { namespace: 'n', helmRelease: 'db', release: 'shop/db', kubeconfig: '', timeoutMs: 1_000 };
const upgradeRun = { ...run, chartPath: '', valuesFiles: [], values: {}, digest: 'd' };
const { signal } = new AbortController();

test('each run of Helm is told with what it did, how it ended, and how long it took', async () => {
  const clock = createHandClock();
  const telemetry = createFakeTelemetry();
  const errors = [
    undefined,
    new Error('a lost connection'),
    new EngineError('x', { reason: 'Superseded', fields: { commit: '1234567' } }),
  ];
  const work = async () => {
    await clock.advance(1_500);
    const error = errors.shift();
    if (error !== undefined) throw error;
  };
  const helm = measureHelm({ upgrade: work, uninstall: work }, { telemetry, clock });

  await helm.uninstall({ ...run, runHooks: true }, signal);
  await expect(helm.upgrade(upgradeRun, signal)).rejects.toThrow('a lost connection');
  await expect(helm.upgrade(upgradeRun, signal)).rejects.toThrow('Superseded');

  expect(telemetry.told).toEqual([
    'uninstall succeeded after 1500',
    'upgrade failed after 1500',
    'upgrade superseded after 1500',
  ]);
});

test('a run that waits for its cue is told from then on, and one that never had it is not', async () => {
  const clock = createHandClock();
  const telemetry = createFakeTelemetry();
  const refusal = new Error('refused');
  const upgrade: Helm['upgrade'] = async (_run, _signal, cue) => {
    await cue?.given;
    await clock.advance(1_500);
  };
  const helm = measureHelm({ upgrade, uninstall: () => Promise.resolve() }, { telemetry, clock });
  const [given, refused] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];

  const first = helm.upgrade(upgradeRun, signal, { given: given.promise, withinMs: 60_000 });
  const second = helm.upgrade(upgradeRun, signal, { given: refused.promise, withinMs: 60_000 });
  await clock.advance(40_000);
  refused.reject(refusal);
  await expect(second).rejects.toBe(refusal);
  given.resolve(undefined);
  await first;

  expect(telemetry.told).toEqual(['upgrade succeeded after 1500']);
});
