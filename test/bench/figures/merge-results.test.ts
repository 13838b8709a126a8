import { expect, test } from 'vitest';
import { mergeResults } from '../../../bench/figures/merge-results.ts';
import { aResult, aSample } from './a-result.ts';

test('samples of all goes count, and the last says when they were taken', () => {
  const early = { ...aResult([aSample({ tool: 'helm' })]), takenAt: '2026-01-01T00:00:00Z', failures: ['Flux'] };
  const late = { ...aResult([aSample({})]), tools: { berth: { title: 'berth', settings: 'newer' } } };

  const merged = mergeResults([early, late]);

  expect(merged.samples.map(({ tool }) => tool)).toEqual(['helm', 'berth']);
  expect(merged.tools).toEqual({ ...early.tools, berth: { title: 'berth', settings: 'newer' } });
  expect([merged.takenAt, merged.failures]).toEqual([late.takenAt, ['Flux']]);
});
