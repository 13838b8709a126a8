import { afterEach, beforeEach, expect, test } from 'vitest';
import { EngineError } from '../../src/engine/engine-error.ts';
import { startEngine, type RunningEngine } from '../helpers/engine/start-engine.ts';

const notFound = new EngineError('pulling', {
  reason: 'ChartNotFound',
  fields: { chart: 'oci://registry/web', release: 'shop/web' },
});
let berth: RunningEngine;
beforeEach(async () => {
  berth = await startEngine();
});
afterEach(() => berth.stop());

test('where one chart is not found, nobody waits for the others any more', async () => {
  const ended: string[] = [];
  berth.registry.ensureChart = ({ release }, signal) =>
    release === 'shop/web'
      ? Promise.reject(notFound)
      : new Promise((_, reject) =>
          signal.addEventListener('abort', () => {
            ended.push(release);
            reject(signal.reason as Error);
          }),
        );

  await berth.label('preview');

  expect(new Set(ended)).toEqual(new Set(['shop/db']));
  expect(listReasons()).toContain('ChartNotFound');
});

function listReasons() {
  return berth.environment()?.status.conditions.map(({ reason }) => reason);
}
