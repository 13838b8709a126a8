import { expect, test } from 'vitest';
import { Fence } from '../../../src/engine/shares/fence.ts';
import { createFakeCluster } from '../../helpers/engine/create-fake-cluster.ts';
import { createFakeFences } from '../../helpers/engine/create-fake-fences.ts';
import { createHandClock } from '../../helpers/hand-clock.ts';

const name = 'env-1';

/** An environment, and what two replicas know of it. */
async function open() {
  const { environments } = createFakeCluster(createHandClock());
  const written: number[] = [];
  const counted: typeof environments = {
    ...environments,
    decideStatus: async (...given) => {
      const taken = await environments.decideStatus(...given);
      if (taken?.status.holder !== undefined) written.push(taken.status.holder.epoch);
      return taken;
    },
  };
  await environments.create(name, {
    ...{ repository: 'acme/shop', pullRequest: 1, profile: 'preview', installation: 1, desired: 'Deployed' },
    head: { sha: 'a'.repeat(40), branch: 'b', base: 'main', author: 'alice', origin: 'sameRepository' },
    activeAt: '2026-05-04T10:00:00Z',
  });
  const fences = createFakeFences();
  const openFor = (identity: string) =>
    new Fence({ fences, environments: counted, holds: ({ status }) => status.holder?.identity === identity });
  const take = async (identity: string, epoch: number) =>
    await environments.updateStatus(name, { holder: { identity, epoch } });
  return { environments, fences, openFor, take, written };
}

test('whoever holds an environment is told so as often as it asks, without a write to the environment itself', async () => {
  const { openFor, take, written } = await open();
  const fence = openFor('a');
  await fence.raise(await take('a', 1));

  const answers = [await fence.confirm(name), await fence.confirm(name), await fence.confirm(name)];

  expect(answers).toEqual([true, true, true]);
  expect(written).toEqual([]);
});

test('whoever held it before is refused from the moment on at which another has taken it', async () => {
  const { openFor, take } = await open();
  const first = openFor('a');
  await first.raise(await take('a', 1));
  const before = await first.confirm(name);

  await openFor('b').raise(await take('b', 2));

  expect([before, await first.confirm(name)]).toEqual([true, false]);
});

test('what was taken away beside it is made again, under a new epoch', async () => {
  const { fences, openFor, take, written } = await open();
  const fence = openFor('a');
  const taken = await take('a', 1);
  await fence.raise(taken);
  await fences.raise(taken, { identity: 'somebody', epoch: 1 });

  expect([await fence.confirm(name), await fence.confirm(name)]).toEqual([true, true]);
  expect(written).toEqual([2]);
});

test('an environment whose count was lost goes on from the later one that stands beside it', async () => {
  const { environments, openFor, take } = await open();
  const fence = openFor('a');
  await fence.raise(await take('a', 7));

  expect(await fence.raise(await take('a', 1))).toBe(true);
  expect(environments.get(name)?.status.holder?.epoch).toBe(8);
  expect(await fence.confirm(name)).toBe(true);
});

test('another environment of the same name begins its count anew', async () => {
  const { environments, openFor, take } = await open();
  const fence = openFor('a');
  await fence.raise(await take('a', 7));
  const taken = await take('a', 1);

  expect(await fence.raise({ ...taken, uid: 'another' })).toBe(true);
  expect(environments.get(name)?.status.holder?.epoch).toBe(1);
});

test('one that believes for a moment longer that it holds it is refused as well', async () => {
  const { environments, fences, take } = await open();
  const stale = await take('a', 1);
  const first = new Fence({
    fences,
    // What it knows without asking is old.
    environments: { ...environments, get: () => stale },
    holds: ({ status }) => status.holder?.identity === 'a',
  });
  await first.raise(stale);
  const second = new Fence({ fences, environments, holds: ({ status }) => status.holder?.identity === 'b' });
  await second.raise(await take('b', 2));

  expect(await first.confirm(name)).toBe(false);
});

test('one that loses it while it asks is refused', async () => {
  const { environments, fences, take } = await open();
  let isHeld = true;
  const fence = new Fence({
    fences: {
      ...fences,
      renew: async (...given) => {
        isHeld = false;
        return await fences.renew(...given);
      },
    },
    environments,
    holds: () => isHeld,
  });
  await fence.raise(await take('a', 1));

  expect(await fence.confirm(name)).toBe(false);
});

test('of an environment that is gone nothing is kept', async () => {
  const { environments, fences, take } = await open();
  const renewed: string[] = [];
  const fence = new Fence({
    fences: {
      ...fences,
      renew: async (environment, version) => {
        renewed.push(version);
        return await fences.renew(environment, version);
      },
    },
    environments,
    holds: () => true,
  });
  fence.start();
  await fence.raise(await take('a', 1));

  await environments.remove(name);
  await expect(fence.confirm(name)).rejects.toThrow('env-1');

  expect(renewed).toEqual([]);
});

test('nobody is confirmed who does not hold it', async () => {
  const { openFor, take } = await open();
  await take('b', 1);

  expect(await openFor('a').confirm(name)).toBe(false);
});
