import type { BenchResult } from './result.ts';

/** Makes one result of several, taken on one machine one after the other. The last says when, and what tools are called. */
export function mergeResults(results: readonly BenchResult[]): BenchResult {
  const last = results.at(-1);
  if (last === undefined) throw new Error('merging results: there is none');
  return {
    ...last,
    tools: Object.assign({}, ...results.map(({ tools }) => tools)) as BenchResult['tools'],
    samples: results.flatMap(({ samples }) => samples),
    failures: results.flatMap(({ failures }) => failures),
  };
}
