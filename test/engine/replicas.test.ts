import { afterEach, expect, test } from 'vitest';
import type { Told } from '../../src/engine/intake/told.ts';
import { settle } from '../helpers/hand-clock.ts';
import { aProfile } from '../plan/inputs.ts';
import {
  firstSha,
  openPullRequest,
  secondSha,
  startEngine,
  type RunningEngine,
  type RunningReplica,
} from '../helpers/engine/start-engine.ts';

let berth: RunningEngine;
afterEach(() => berth.stop());

const account = { id: 5, login: 'alice', type: 'User' };
const roomy = aProfile('limits: { environments: { perRepository: 50 } }');
/** So many that it is no matter of luck whether each berth has some of them. */
const numbers = Array.from({ length: 20 }, (_, index) => index + 1);

/** Labels pull requests, each told to the berth that was there first. */
async function labelAll(): Promise<void> {
  for (const number of numbers) {
    if (number > 1) openPullRequest(berth.github, number);
    await berth.label('preview', 'alice', number);
  }
  await settle();
}

function wake(replica: RunningReplica, number: number, told: Told): Promise<void> {
  replica.engine.wakePullRequest({ repository: 'acme/shop', number }, told);
  return settle();
}

function listNumbers(replica: RunningReplica): readonly number[] {
  return numbers.filter((number) => {
    const environment = berth.environment('preview', number);
    return environment !== undefined && replica.shares.holds(environment);
  });
}

function countComments(): number {
  return berth.github.writes.filter((write) => write.startsWith('comment')).length;
}

test('what one is told of and the other is to work on is deployed once, and told once', async () => {
  berth = await startEngine([roomy]);
  const other = await berth.join();

  await labelAll();

  const others = listNumbers(other);
  expect(others.length).toBeGreaterThan(0);
  expect(others.length).toBeLessThan(numbers.length);
  expect(numbers.map((number) => berth.environment('preview', number)?.status.phase)).toEqual(
    numbers.map(() => 'Live'),
  );
  expect(berth.helm.runs).toHaveLength(numbers.length * 2);
  expect(countComments()).toBe(numbers.length);
});

test('a push that one is told of begins at once where the other works on it, with who pushed', async () => {
  berth = await startEngine([roomy]);
  const other = await berth.join();
  await labelAll();
  const [number = 0] = listNumbers(other);
  berth.github.pullRequests.get(`acme/shop#${number}`)!.sha = secondSha;
  // What GitHub itself tells of it comes later: only the webhook says who it was.
  berth.github.history = { labelledBy: 'alice', pushedBy: undefined };

  await berth.wake({ kind: 'pushed', sha: secondSha, account }, number);

  const environment = berth.environment('preview', number);
  expect(environment?.status).toMatchObject({ phase: 'Live', commit: secondSha, words: [] });
  expect(environment?.spec.approval).toMatchObject({ sha: secondSha, by: 'push', actor: 'alice' });
  expect(environment !== undefined && other.shares.holds(environment)).toBe(true);
});

test('one that comes in addition takes its part without a run of Helm', async () => {
  berth = await startEngine([roomy]);
  await labelAll();
  const runs = berth.helm.runs.length;

  const other = await berth.join();

  expect(listNumbers(other).length).toBeGreaterThan(0);
  expect(berth.helm.runs).toHaveLength(runs);
  expect(countComments()).toBe(numbers.length);
});

test('one that is stopped hands over at once, and the other goes on with all of it', async () => {
  berth = await startEngine([roomy]);
  const other = await berth.join();
  await labelAll();
  const [number = 0] = listNumbers(other);

  await other.stop();
  await settle();
  berth.github.pullRequests.get(`acme/shop#${number}`)!.sha = secondSha;
  await berth.wake({ kind: 'pushed', sha: secondSha, account }, number);

  expect(berth.environment('preview', number)?.status).toMatchObject({ phase: 'Live', commit: secondSha });
  expect(listNumbers(other)).toEqual([]);
});

test('an environment whose label is told to the other goes as well', async () => {
  berth = await startEngine([roomy]);
  const other = await berth.join();
  await labelAll();
  const number = numbers.find((one) => !listNumbers(other).includes(one)) ?? 0;
  berth.github.pullRequests.get(`acme/shop#${number}`)!.labels = [];

  await wake(other, number, { kind: 'pushed', sha: firstSha, account });
  await berth.clock.advance(8_000);

  expect(berth.environment('preview', number)).toBeUndefined();
});
