import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFakeCluster } from '../../helpers/engine/create-fake-cluster.ts';
import { createFakeFences } from '../../helpers/engine/create-fake-fences.ts';
import { createFakeLeases } from '../../helpers/engine/create-fake-leases.ts';
import { createMachine, type Machine, type MachineWorld } from '../../helpers/engine/create-machine.ts';
import { createHandClock, settle } from '../../helpers/hand-clock.ts';

const numbers = [1, 2, 3, 4, 5, 6];

async function createWorld(environments: readonly number[] = numbers): Promise<MachineWorld> {
  const clock = createHandClock();
  const cluster = createFakeCluster(clock);
  for (const number of environments) {
    const name = `env-${number}`;
    await cluster.environments.create(name, {
      ...{ repository: 'acme/shop', pullRequest: number, profile: 'preview', installation: 1, desired: 'Deployed' },
      head: { sha: 'a'.repeat(40), branch: 'b', base: 'main', author: 'alice', origin: 'sameRepository' },
      activeAt: '2026-05-04T10:00:00Z',
    });
    await cluster.environments.updateStatus(name, { namespace: `ns-${number}` });
  }
  return {
    clock,
    cluster,
    leases: createFakeLeases(),
    fences: createFakeFences(),
    running: new Map(),
    overlaps: [],
    log: [],
  };
}

const namespaces = numbers.map((number) => `ns-${number}`);

/** Who ran Helm since, by namespace. */
function listWorkers({ log }: MachineWorld): ReadonlyMap<string, Set<string>> {
  const workers = new Map(namespaces.map((namespace) => [namespace, new Set<string>()]));
  for (const [name = '', namespace = ''] of log.map((line) => line.split(' '))) workers.get(namespace)?.add(name);
  return workers;
}

test('two replicas share the work, and each environment is worked on by one', async () => {
  const world = await createWorld();
  createMachine('a', world);
  createMachine('b', world);
  await world.clock.advance(60_000);
  world.log.length = 0;

  await world.clock.advance(60_000);

  const workers = [...listWorkers(world).values()];
  expect(workers.map(({ size }) => size)).toEqual(numbers.map(() => 1));
  expect(world.overlaps).toEqual([]);
});

test('what is taken is fenced off at once, so that no run of Helm has to count it anew', async () => {
  const world = await createWorld();
  createMachine('a', world);
  await settle();

  await world.clock.advance(120_000);

  const epochs = world.cluster.environments.list().map(({ status }) => status.holder?.epoch);
  expect(world.log.length).toBeGreaterThan(numbers.length);
  expect(epochs).toEqual(numbers.map(() => 1));
});

test('where fencing off fails, the one that took it goes on with it and fences off who held it before Helm runs', async () => {
  const world = await createWorld();
  const failed = new Set<string>();
  const fences: typeof world.fences = {
    ...world.fences,
    raise: async (environment, holder) => {
      if (failed.has(environment.name)) return await world.fences.raise(environment, holder);
      failed.add(environment.name);
      throw new Error('unreached');
    },
  };
  createMachine('a', { ...world, fences });
  await settle();

  await world.clock.advance(120_000);

  const epochs = world.cluster.environments.list().map(({ status }) => status.holder?.epoch);
  expect([...listWorkers(world).values()].map(({ size }) => size)).toEqual(numbers.map(() => 1));
  expect(epochs).toEqual(numbers.map(() => 2));
});

test.each<[string, (machine: Machine) => void]>([
  ['is killed', (machine) => machine.kill()],
  ['is frozen', (machine) => machine.freeze()],
  ['does not reach the API server', (machine) => machine.cut('unreached')],
  ['gets no answers', (machine) => machine.cut('lost')],
])('when one %s, the other goes on with all of it, and no sooner than its Lease has expired', async (_, strike) => {
  const world = await createWorld();
  const victim = createMachine('a', world);
  createMachine('b', world);
  await world.clock.advance(60_000);
  world.log.length = 0;
  await world.clock.advance(60_000);
  const own = [...listWorkers(world)].filter(([, names]) => names.has('a')).map(([namespace]) => namespace);

  strike(victim);
  world.log.length = 0;
  await world.clock.advance(11_000);
  const early = world.log.filter((line) => own.some((namespace) => line === `b ${namespace}`));
  await world.clock.advance(60_000);

  expect(early).toEqual([]);
  expect([...listWorkers(world).values()].every((names) => names.has('b'))).toBe(true);
  expect(world.overlaps).toEqual([]);
});

test('one that was frozen begins nothing when it wakes up, and then takes its part again', async () => {
  // So many that chance gives each of the two some: of six, one in sixty-four gives all to the other.
  const world = await createWorld(Array.from({ length: 40 }, (_, index) => index + 1));
  const victim = createMachine('a', world);
  createMachine('b', world);
  await world.clock.advance(30_000);

  victim.freeze();
  await world.clock.advance(40_000);
  world.log.length = 0;
  victim.thaw();
  await world.clock.advance(60_000);

  expect(world.log.some((line) => line.startsWith('a '))).toBe(true);
  expect(world.overlaps).toEqual([]);
});

type Strike = 'freeze' | 'thaw' | 'unreached' | 'lost' | 'reached' | 'kill';
const strike = fc.record({
  afterMs: fc.integer({ min: 1, max: 25_000 }),
  machine: fc.nat({ max: 2 }),
  what: fc.constantFrom<Strike>('freeze', 'freeze', 'thaw', 'thaw', 'unreached', 'lost', 'reached', 'reached', 'kill'),
});

test('whatever happens to three of them in whatever order, no two ever work on the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(strike, { minLength: 3, maxLength: 10 }), async (strikes) => {
      const world = await createWorld();
      const machines = ['a', 'b', 'c'].map((name) => createMachine(name, world));
      await world.clock.advance(8_000);
      for (const { afterMs, machine, what } of strikes) {
        await world.clock.advance(afterMs);
        const target = machines[machine];
        if (what === 'kill') {
          target?.kill();
          machines[machine] = createMachine(`${'abc'[machine] ?? ''}${world.clock.nowMs()}`, world);
        } else if (what === 'freeze' || what === 'thaw') target?.[what]();
        else target?.cut(what);
      }
      for (const machine of machines) {
        machine.thaw();
        machine.cut('reached');
      }
      await world.clock.advance(150_000);
      world.log.length = 0;
      await world.clock.advance(60_000);
      // Nobody works on the same, and nobody is left out for good.
      expect(world.overlaps).toEqual([]);
      expect([...listWorkers(world).values()].map(({ size }) => size)).toEqual(numbers.map(() => 1));
    }),
    { numRuns: 12 },
  );
}, 60_000);
