import { expect, test } from 'vitest';
import type { Contender } from '../../../bench/contenders/contender.ts';
import type { Sample } from '../../../bench/figures/sample.ts';
import { buildGraph } from '../../../bench/graphs/build-graph.ts';
import { shapeIndependent } from '../../../bench/graphs/shapes.ts';
import { compare } from '../../../bench/scenarios/compare.ts';
import type { Comparison } from '../../../bench/scenarios/comparison.ts';
import { createAttempt } from '../../../bench/scenarios/create-attempt.ts';

const work = 'three of them';
const comparison: Comparison = {
  form: 'quick',
  isRemoval: false,
  steps: [{ scenario: 'S8', work, graph: buildGraph('three', shapeIndependent(3), { kind: 'none' }) }],
};

interface Script extends Partial<Pick<Contender, 'isSlow' | 'isAtWorkAtRest'>> {
  readonly name: string;
  /** What of it goes wrong: the start, or the deploy with that number after the warm-up. */
  readonly fails?: 'start' | 'stop' | number;
}

async function run(scripts: readonly Script[], runs: number) {
  const events: string[] = [];
  const failures: string[] = [];
  const samples: Sample[] = [];
  const { signal } = new AbortController();
  await compare({
    contenders: scripts.map((script) => createContender(script, events)),
    comparisons: [comparison],
    guard: { list: () => [], stop: () => undefined },
    attempt: createAttempt({ progress: () => undefined, signal, onFailure: (failure) => failures.push(failure) }),
    record: (sample) => samples.push(sample),
    ...{ runs, progress: () => undefined, signal },
  });
  return { events, failures, samples };
}

function createContender({ name, fails, ...rest }: Script, events: string[]): Contender {
  let deploys = -1;
  return {
    ...{ name, title: name, settings: '', isSlow: false, isAtWorkAtRest: false, ...rest },
    start: () => {
      events.push(`${name} starts`);
      return fails === 'start' ? Promise.reject(new Error('no binary')) : Promise.resolve();
    },
    openPlace: () =>
      Promise.resolve({
        namespace: name,
        deploy: ({ name: graph }) => {
          deploys += 1;
          events.push(`${name} deploys ${graph}`);
          return deploys === fails ? Promise.reject(new Error('no room')) : Promise.resolve({ readyS: deploys });
        },
        remove: () => Promise.resolve({}),
      }),
    stop: () => {
      events.push(`${name} stops`);
      return fails === 'stop' ? Promise.reject(new Error('it hangs')) : Promise.resolve();
    },
  };
}

test('tools take turns, run by run and each first in its turn, so that a slow minute meets all of them', async () => {
  const { events, samples } = await run([{ name: 'berth' }, { name: 'helm' }], 2);

  expect(events).toEqual([
    ...['berth starts', 'berth deploys warm-up', 'helm starts', 'helm deploys warm-up'],
    ...['berth deploys three', 'helm deploys three', 'helm deploys three', 'berth deploys three'],
    ...['berth stops', 'helm stops'],
  ]);
  expect(samples.map(({ tool, values }) => [tool, values.readyS])).toEqual([
    ['berth', 1],
    ['helm', 1],
    ['helm', 2],
    ['berth', 2],
  ]);
});

test('what is at work at rest too has the machine to itself', async () => {
  const flux = { name: 'flux', isSlow: true, isAtWorkAtRest: true };
  const { events } = await run([{ name: 'berth' }, flux, { name: 'helm' }], 1);

  expect(events.slice(-4)).toEqual(['flux starts', 'flux deploys warm-up', 'flux deploys three', 'flux stops']);
  expect(events.indexOf('helm stops')).toBeLessThan(events.indexOf('flux starts'));
});

test('what is slow runs once, however often the others do', async () => {
  const { samples } = await run([{ name: 'slow', isSlow: true }, { name: 'helm' }], 3);

  expect(samples.map(({ tool }) => tool)).toEqual(['slow', 'helm', 'helm', 'helm']);
});

test('what fails is out and told once; the others go on', async () => {
  const { failures, samples } = await run([{ name: 'b', fails: 1 }, { name: 'c' }], 2);

  expect(failures).toEqual([`b: ${work}: no room`]);
  expect(samples.map(({ tool }) => tool)).toEqual(['c', 'c']);
});

test('what cannot begin is stopped before the others have their turns', async () => {
  const { events, failures } = await run([{ name: 'a', fails: 'start' }, { name: 'c' }], 1);

  expect(failures).toEqual(['a: no binary']);
  expect(events.indexOf('a stops')).toBeLessThan(events.indexOf('c deploys three'));
});

test('all are stopped and measured, even if one cannot be stopped', async () => {
  const flux = { name: 'flux', isAtWorkAtRest: true };
  const { events, failures, samples } = await run([{ name: 'a', fails: 'stop' }, { name: 'b' }, flux], 1);

  expect(failures).toEqual(['a: stopping: it hangs']);
  expect(events).toContain('b stops');
  expect(samples.map(({ tool }) => tool)).toEqual(['a', 'b', 'flux']);
});
