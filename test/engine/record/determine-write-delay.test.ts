import { expect, test } from 'vitest';
import { determineWriteDelayMs } from '../../../src/engine/record/determine-write-delay.ts';

const deploying = { phase: 'Deploying', commit: 'a' } as const;
const busy = { before: deploying, after: deploying, recordedAtMs: [0, 1, 2, 3, 4, 5, 6, 7], nowMs: 400 };

test('what changes again and again is written a few times a second', () => {
  expect(determineWriteDelayMs(busy)).toBe(600);
  expect(determineWriteDelayMs({ ...busy, nowMs: 1_000 })).toBe(0);
});

test('a graph of a few releases has each of its states written as it comes', () => {
  expect(determineWriteDelayMs({ ...busy, recordedAtMs: [0, 1, 2] })).toBe(0);
});

test('another phase and another commit are written at once', () => {
  expect(determineWriteDelayMs({ ...busy, after: { ...deploying, phase: 'Live' } })).toBe(0);
  expect(determineWriteDelayMs({ ...busy, after: { ...deploying, commit: 'b' } })).toBe(0);
});
