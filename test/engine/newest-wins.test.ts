import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { firstSha, secondSha, startEngine, type RunningEngine } from '../helpers/engine/start-engine.ts';
import { settle } from '../helpers/hand-clock.ts';

let berth: RunningEngine;
beforeEach(async () => {
  berth = await startEngine();
});
afterEach(() => berth.stop());

const toSha = (index: number) => index.toString(16).padStart(40, '0');

test('of twenty pushes in a minute the last one is deployed, with at most three deploys begun', async () => {
  await berth.label('preview');
  const hold = holdHelm();
  const shas = Array.from({ length: 20 }, (_, index) => toSha(index + 1));
  const begun = new Set<string | undefined>();
  for (const sha of shas) {
    await berth.push(sha);
    await berth.clock.advance(3_000);
    begun.add(berth.environment()?.status.commit);
  }
  hold.letGo();
  await berth.clock.advance(10_000);
  begun.add(berth.environment()?.status.commit);
  begun.delete(firstSha);

  expect(berth.environment()?.status).toMatchObject({ commit: shas.at(-1), phase: 'Live' });
  expect(begun.size).toBeLessThanOrEqual(3);
  const { deployments } = berth.environment()!.status.github;
  expect(deployments.filter(({ sha }) => sha !== shas.at(-1)).map(({ state }) => state)).not.toContain('in_progress');
  expect(deployments.filter(({ state }) => state !== 'inactive').map(({ sha }) => sha)).toEqual([shas.at(-1)]);
});

test('two pushes that follow each other are both begun at once', async () => {
  await berth.label('preview');
  await berth.push(secondSha);

  expect(berth.environment()?.status).toMatchObject({ commit: secondSha, phase: 'Live' });
});

test('pushes that never cease put nothing off for longer than a minute', async () => {
  await berth.label('preview');
  const begun = new Set<string | undefined>();
  for (let index = 1; index <= 200; index += 1) {
    await berth.push(toSha(index));
    await berth.clock.advance(3_000);
    begun.add(berth.environment()?.status.commit);
  }

  expect(begun.size).toBeGreaterThanOrEqual(9);
  expect(begun.size).toBeLessThan(30);
});

describe('a push while Helm is at work', () => {
  test('ends a hook, begins the newer one, and counts no failure', async () => {
    const hold = holdHelm('upgrade web');
    await berth.label('preview');
    await berth.clock.advance(750);
    expect(release('web')).toMatchObject({ phase: 'Applying' });
    showHook('web');

    berth.helm.before = () => Promise.resolve();
    await berth.push(secondSha);

    expect(hold.ended).toEqual(['upgrade web']);
    expect(release('web')).toMatchObject({ phase: 'Ready', attempts: 0 });
    expect(berth.environment()?.status).toMatchObject({ commit: secondSha, phase: 'Live' });
    expect(berth.helm.runs).toEqual(['upgrade db', 'upgrade web', 'upgrade web']);
  });

  test('lets its own short work end, and leaves alone what is the same in both commits', async () => {
    const hold = holdHelm('upgrade db');
    await berth.label('preview');
    await berth.push(secondSha);
    expect(hold.ended).toEqual([]);

    hold.letGo();
    await settle();

    expect(berth.environment()?.status).toMatchObject({ commit: secondSha, phase: 'Live' });
    expect(berth.helm.runs).toEqual(['upgrade db', 'upgrade web']);
  });
});

test('what prepares a commit ends when a newer one is wanted', async () => {
  const ensureSource = berth.github.ensureSource.bind(berth.github);
  let isEnded = false;
  berth.github.ensureSource = (source, signal) => {
    if (source.sha !== firstSha) return ensureSource(source, signal);
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => {
        isEnded = true;
        reject(new Error('given up'));
      });
    });
  };
  await berth.label('preview');
  await berth.push(secondSha);

  expect(isEnded).toBe(true);
  expect(berth.environment()?.status).toMatchObject({ commit: secondSha, phase: 'Live' });
});

test('a push after a failure is not said to have failed before it was tried', async () => {
  berth.helm.before = (run) => (run === 'upgrade web' ? Promise.reject(new Error('no')) : Promise.resolve());
  await berth.label('preview');
  expect(berth.environment()?.status.phase).toBe('Failed');

  const ensureSource = berth.github.ensureSource.bind(berth.github);
  const held = Promise.withResolvers<undefined>();
  berth.github.ensureSource = (...given) => held.promise.then(() => ensureSource(...given));
  berth.helm.before = () => Promise.resolve();
  await berth.push(secondSha);

  expect(berth.environment()?.status).toMatchObject({ commit: secondSha, phase: 'Deploying' });
  expect(release('web')).toMatchObject({ phase: 'Pending', log: [] });
  held.resolve(undefined);
  await settle();
  expect(berth.environment()?.status).toMatchObject({ commit: secondSha, phase: 'Live' });
});

function release(name: string) {
  return berth.environment()?.status.releases.find((one) => one.name === name);
}

/** Keeps Helm at work until it is let go, or ended. */
function holdHelm(which = ''): { readonly ended: string[]; letGo: () => void } {
  const held = Promise.withResolvers<undefined>();
  const ended: string[] = [];
  berth.helm.before = (run, signal) => {
    if (!run.startsWith(which)) return Promise.resolve();
    const end = new Promise<undefined>((_, reject) => {
      signal.addEventListener('abort', () => {
        ended.push(run);
        reject(new Error('ended'));
      });
    });
    return Promise.race([held.promise, end]);
  };
  return { ended, letGo: () => held.resolve(undefined) };
}

/** What Helm writes while it waits for a hook. */
function showHook(name: string): void {
  const releases = berth.cluster.spaces.get('acme-shop-pr-1')!.releases;
  const helmRelease = release(name)!.helmRelease;
  const readiness = { kind: 'settling', trouble: undefined, waitsFor: 'a hook' } as const;
  releases.set(helmRelease, {
    ...{ helmRelease, revision: 1, status: 'pending-install', digest: undefined, hasObjects: false },
    ...{ isInHook: true, strays: [], readiness },
  });
}
