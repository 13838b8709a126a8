import { expect, test } from 'vitest';
import { limitLines } from '../../../src/engine/deploy/limit-lines.ts';

const lines = Array.from({ length: 30 }, (_, at) => `line ${at}`);

test('the last twenty lines stay as they are', () => {
  expect(limitLines(lines.join('\n'), 1)).toEqual(lines.slice(-20));
});

test('no text is no lines', () => {
  expect(limitLines('', 1)).toEqual([]);
});

test.each([1, 25, 200, 1_000])(
  'the lines of %d releases have their place in one object, whatever they hold',
  (count) => {
    const hostile = Array.from({ length: 20 }, () => '\u0001'.repeat(64_000)).join('\n');

    const kept = limitLines(hostile, count);

    expect(JSON.stringify(Array.from({ length: count }, () => kept)).length).toBeLessThan(300 * 1024);
  },
);
