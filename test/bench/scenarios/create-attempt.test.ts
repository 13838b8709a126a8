import { expect, test } from 'vitest';
import { createAttempt } from '../../../bench/scenarios/create-attempt.ts';

function start() {
  const failures: string[] = [];
  const told: string[] = [];
  const abort = new AbortController();
  const attempt = createAttempt({
    progress: (line) => told.push(line),
    signal: abort.signal,
    onFailure: (failure) => failures.push(failure),
  });
  return { attempt, failures, told, abort };
}

test('what goes wrong in one part is told and kept, and the next part goes on', async () => {
  const { attempt, failures, told } = start();

  await attempt('Flux', () => Promise.reject(new Error('no chart')));
  await attempt('helmfile', () => Promise.resolve());

  expect(failures).toEqual(['Flux: no chart']);
  expect(told).toEqual(['left out: Flux: no chart']);
});

test('an interruption ends all', async () => {
  const { attempt, failures, abort } = start();
  abort.abort();

  await expect(attempt('Flux', () => Promise.reject(new Error('interrupted')))).rejects.toThrow('interrupted');
  expect(failures).toEqual([]);
});
