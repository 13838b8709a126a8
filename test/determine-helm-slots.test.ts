import { expect, test } from 'vitest';
import { determineHelmSlots } from '../src/determine-helm-slots.ts';

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

test.each([
  ['keep the cores busy where there is memory enough', 2, 64 * gibibyte, 8],
  ['fit into the memory that its chart gives berth, however many cores there are', 16, gibibyte, 7],
  ['fit to the byte, beside two that pull charts', 16, (400 + 5 * 64) * mebibyte, 3],
  ['leave berth its own memory', 16, (400 + 5 * 64) * mebibyte - 1, 2],
  ['are one at least, even where berth itself has hardly room', 16, 128 * mebibyte, 1],
])('the runs of Helm that may be at work at a time %s', (_, cores, memoryBytes, slots) => {
  expect(determineHelmSlots({ cores, memoryBytes })).toBe(slots);
});
