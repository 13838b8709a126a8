import { expect, test } from 'vitest';
import { EngineError } from '../../../src/engine/engine-error.ts';
import { measureHelm } from '../../../src/engine/graph/measure-helm.ts';
import { createFakeTelemetry } from '../../helpers/engine/create-fake-telemetry.ts';
import { createHandClock } from '../../helpers/hand-clock.ts';

const run = { namespace: 'n', helmRelease: 'db', release: 'shop/db', kubeconfig: '', timeoutMs: 1_000 };
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
  const upgrade = { ...run, chartPath: '', valuesFiles: [], values: {}, digest: 'd' };
  await expect(helm.upgrade(upgrade, signal)).rejects.toThrow('a lost connection');
  await expect(helm.upgrade(upgrade, signal)).rejects.toThrow('Superseded');

  expect(telemetry.told).toEqual([
    'uninstall succeeded after 1500',
    'upgrade failed after 1500',
    'upgrade superseded after 1500',
  ]);
});
