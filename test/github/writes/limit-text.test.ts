import fc from 'fast-check';
import { expect, it } from 'vitest';
import { limitBody, limitDescription } from '../../../src/github/writes/limit-text.ts';

it('leaves a text that GitHub takes as it is', () => {
  expect(limitBody('🚢'.repeat(65_536))).toBe('🚢'.repeat(65_536));
  expect(limitDescription('🚢'.repeat(140))).toBe('🚢'.repeat(140));
});

it('is never longer than GitHub takes, and never halves a character', () => {
  const line = fc.constantFrom('x'.repeat(1_000), '🚢'.repeat(700), '```', '````js', '~~~', '');
  fc.assert(
    fc.property(fc.array(line, { minLength: 100, maxLength: 300 }), (lines) => {
      const cut = limitBody(lines.join('\n'));

      expect(Array.from(cut).length).toBeLessThanOrEqual(65_536);
      expect(cut.isWellFormed()).toBe(true);
    }),
    { numRuns: 50 },
  );
});

it('cuts a description with a mark', () => {
  const cut = limitDescription('🚢'.repeat(141));

  expect(cut).toBe(`${'🚢'.repeat(139)}…`);
});
