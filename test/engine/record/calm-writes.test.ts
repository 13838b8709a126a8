import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEngine, type RunningEngine } from '../../helpers/engine/start-engine.ts';
import { tellReadiness } from '../../helpers/engine/tell-readiness.ts';

const waitsFor = 'Deployment/db: 0 of 3';
let berth: RunningEngine;
beforeEach(async () => {
  berth = await startEngine();
  berth.helm.readiness = () => ({ kind: 'settling', trouble: undefined, waitsFor });
  await berth.label('preview');
  await berth.clock.advance(10_000);
});
afterEach(() => berth.stop());

test('what changes in a moment is written once, and soon', async () => {
  const { count } = berth.cluster.writes;

  for (const ready of [1, 2, 3]) {
    await tellReadiness(berth, 'db', {
      kind: 'settling',
      trouble: undefined,
      waitsFor: `Deployment/db: ${ready} of 3`,
    });
    await berth.clock.advance(100);
  }
  expect(berth.cluster.writes.count).toBe(count);
  await berth.clock.advance(450);

  expect(berth.cluster.writes.count).toBe(count + 1);
  expect(berth.environment()?.status.releases[0]).toMatchObject({ message: 'Deployment/db: 3 of 3' });
});

test('what is as it was written a moment later is not written', async () => {
  const { count } = berth.cluster.writes;

  await tellReadiness(berth, 'db', { kind: 'settling', trouble: undefined, waitsFor: 'Deployment/db: 2 of 3' });
  await tellReadiness(berth, 'db', { kind: 'settling', trouble: undefined, waitsFor });
  await berth.clock.advance(10_000);

  expect(berth.cluster.writes.count).toBe(count);
});
