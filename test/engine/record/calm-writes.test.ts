import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Readiness } from '../../../src/engine/ports/world.ts';
import { startEngine, type RunningEngine } from '../../helpers/engine/start-engine.ts';
import { settle } from '../../helpers/hand-clock.ts';

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
    await become({ kind: 'settling', trouble: undefined, waitsFor: `Deployment/db: ${ready} of 3` });
    await berth.clock.advance(100);
  }
  expect(berth.cluster.writes.count).toBe(count);
  await berth.clock.advance(450);

  expect(berth.cluster.writes.count).toBe(count + 1);
  expect(berth.environment()?.status.releases[0]).toMatchObject({ message: 'Deployment/db: 3 of 3' });
});

test('what is as it was written a moment later is not written', async () => {
  const { count } = berth.cluster.writes;

  await become({ kind: 'settling', trouble: undefined, waitsFor: 'Deployment/db: 2 of 3' });
  await become({ kind: 'settling', trouble: undefined, waitsFor });
  await berth.clock.advance(10_000);

  expect(berth.cluster.writes.count).toBe(count);
});

/** The database is so from now on, and the watch tells of it. */
async function become(readiness: Readiness): Promise<void> {
  const { name, status } = berth.environment()!;
  const { releases } = berth.cluster.spaces.get(status.namespace!)!;
  releases.set('db', { ...releases.get('db')!, readiness });
  berth.cluster.tell(name);
  await settle();
}
