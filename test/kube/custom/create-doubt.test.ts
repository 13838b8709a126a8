import { expect, test } from 'vitest';
import { createDoubt } from '../../../src/kube/custom/create-doubt.ts';

/** Answers, each with when it comes, and which of them are believed to be a refusal. */
function believe(answers: readonly (readonly [atMs: number, isRefusal: boolean])[]): readonly boolean[] {
  let nowMs = 0;
  const doubt = createDoubt({ leastMs: 5_000, nowMs: () => nowMs });
  return answers.map(([atMs, isRefusal]) => {
    nowMs = atMs;
    return doubt.note(isRefusal);
  });
}

test.each([
  ['that come in a row and last', [0, 2_000, 5_000, 6_000], [false, false, true, true]],
  ['not one alone, however long ago another was', [0, 60_000], [false, false]],
  ['not many at once', [0, 100, 200, 300, 400], [false, false, false, false, false]],
])('refusals are believed %s', (_, times, believed) => {
  expect(believe(times.map((atMs) => [atMs, true]))).toEqual(believed);
});

test('any other answer begins the row anew', () => {
  const answers = [0, 2_000, 5_000, 6_000, 7_000, 8_000, 12_000].map((atMs) => [atMs, atMs !== 6_000] as const);

  expect(believe(answers)).toEqual([false, false, true, false, false, false, true]);
});
