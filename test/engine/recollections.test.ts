import { afterEach, expect, test } from 'vitest';
import type { Recall, World } from '../../src/engine/ports/world.ts';
import { startEngine, type RunningEngine } from '../helpers/engine/start-engine.ts';

let berth: RunningEngine;
afterEach(() => berth.stop());

const gone = 'Job/migrate';

test('a berth that takes over tells the world which releases were ready, and with what', async () => {
  berth = await startEngine();
  await berth.label('preview');
  const told = listTold();

  await berth.restart();

  expect(told.at(-1)?.('db')).toEqual({ kind: 'ready', digest: digestOf('db') });
});

test('one that takes over tells which Job a release had failed with, also when it looks again', async () => {
  berth = await startEngine();
  const trouble = { reason: 'MigrationFailed', object: gone, message: '' } as const;
  berth.helm.readiness = () => ({ kind: 'failed', trouble });
  await berth.label('preview');
  const told = listTold();

  await berth.restart();
  berth.cluster.tell(berth.environment()!.name);
  await berth.clock.advance(0);

  expect(told.at(-1)?.('db')).toEqual({ kind: 'failed', digest: digestOf('db'), object: gone });
});

test('of what never was the one or the other nothing is told', async () => {
  berth = await startEngine();
  berth.helm.readiness = () => ({ kind: 'settling', trouble: undefined, waitsFor: gone });
  await berth.label('preview');
  const told = listTold();

  await berth.restart();

  expect(told.at(-1)).toBeDefined();
  expect(told.at(-1)?.('db')).toBeUndefined();
});

function digestOf(helmRelease: string): string | undefined {
  return berth.cluster.spaces.get('acme-shop-pr-1')?.releases.get(helmRelease)?.digest;
}

/** What the world is told from now on. */
function listTold(): readonly (Recall | undefined)[] {
  const told: (Recall | undefined)[] = [];
  const { world } = berth.cluster;
  const observe = world.observe.bind(world);
  world.observe = (...given: Parameters<World['observe']>) => {
    told.push(given[2]);
    return observe(...given);
  };
  return told;
}
