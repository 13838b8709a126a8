import { afterEach, beforeEach, expect, test } from 'vitest';
import { EngineError } from '../../../src/engine/engine-error.ts';
import type { Stray } from '../../../src/engine/ports/world.ts';
import { startEngine, type RunningEngine } from '../../helpers/engine/start-engine.ts';

let berth: RunningEngine;
beforeEach(async () => {
  berth = await startEngine();
  await berth.label('preview');
});
afterEach(() => berth.stop());

const names = ['first', 'second', 'third'];

test('what the cluster did not answer about is tried again, after a pause, and with it what came after', async () => {
  const tried = tryStrays((name, count) => (name === 'second' && count < 3 ? 'ApiUnavailable' : undefined));

  await look();
  expect(tried).toEqual(['first', 'second']);
  for (let times = 0; times < 5; times += 1) await look();
  expect(tried).toEqual(['first', 'second']);
  await berth.clock.advance(60_000);

  expect(tried).toEqual(['first', 'second', 'second', 'second', 'third']);
});

test('what the cluster refuses to remove is tried once, and does not hold up the others', async () => {
  const tried = tryStrays((name) => (name === 'first' ? 'InternalError' : undefined));

  await look();
  await berth.clock.advance(60_000);
  await look();

  expect(tried).toEqual(names);
});

/** Something happens in the namespace. */
async function look(): Promise<void> {
  berth.cluster.tell(berth.environment()!.name);
  await berth.clock.advance(100);
}

type Answer = 'ApiUnavailable' | 'InternalError' | undefined;

/** Leaves objects of "web" behind, and answers for each how it is to fail when it is removed. Gives what was tried, in order. */
function tryStrays(answer: (name: string, count: number) => Answer): readonly string[] {
  const { releases } = berth.cluster.spaces.get('acme-shop-pr-1')!;
  const strays = names.map((name): Stray => ({ apiVersion: 'v1', kind: 'Service', name, uid: `uid of ${name}` }));
  const tried: string[] = [];
  releases.set('web', { ...releases.get('web')!, strays });
  berth.cluster.strays.removeStray = (_, { name }) => {
    tried.push(name);
    const reason = answer(name, tried.filter((one) => one === name).length);
    return reason === undefined
      ? Promise.resolve()
      : Promise.reject(new EngineError('removing', { reason, fields: {} }));
  };
  return tried;
}
