import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { locateInText } from '../../../src/manifest/document/locate-in-text.ts';

/** Each holds the text `a "b" 'c' X`, whose last letter is looked for. */
const writings: readonly string[] = [
  `a "b" 'c' X`,
  `'a "b" ''c'' X'`,
  `"a \\"b\\" 'c' X"`,
  `|\n  a "b"\n  'c' X\n`,
  `>-\n  a "b"\n  'c'\n\n  X\n`,
  `a "b"\n  'c'\n  X`,
];

test.each(writings)('a place in a text is found where it is written: %j', (writing) => {
  const source = `key: ${writing}`;
  const { key: value } = load(source) as { key: string };

  const place = locateInText(source, source.indexOf(writing), { value, offset: value.indexOf('X') });

  expect(place).toBe(source.indexOf('X'));
});

test('the end of a text is where it ends, not where the next thing begins', () => {
  const source = 'key: a ==\nother: b';

  expect(locateInText(source, 5, { value: 'a ==', offset: 4 })).toBe(9);
});

test('a text that is written in a way of its own is found where it begins', () => {
  const source = String.raw`key: "\x61 X"`;

  expect(locateInText(source, 5, { value: 'a X', offset: 2 })).toBe(5);
});
