import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxDocumentBytes, parseDocument } from '../../../src/manifest/document/parse-document.ts';
import { createProblem } from '../../../src/manifest/document/document.ts';

const full = maxDocumentBytes;

describe('what a value is and where it stands', () => {
  const text = `a: 1
b:
  - 'x'
  - c: "y"
    d: |
      text
e: {f: [1, 2.5, true, null]}
`;

  test('values are those of YAML 1.2', () => {
    expect(parse(text)).toMatchObject({
      kind: 'document',
      document: { value: { a: 1, b: ['x', { c: 'y', d: 'text\n' }], e: { f: [1, 2.5, true, null] } } },
    });
  });

  test.each([
    [['a'], 'value', 1, 4],
    [['a'], 'key', 1, 1],
    [['b', 0], 'value', 3, 5],
    [['b', 1, 'c'], 'value', 4, 8],
    [['b', 1, 'c'], 'key', 4, 5],
    [['e', 'f', 2], 'value', 7, 17],
    [['b', 1, 'missing', 'deeper'], 'value', 4, 5],
  ] as const)('%j: its %s is at %i:%i', (path, at, line, column) => {
    const parsed = parse(text);
    if (parsed.kind === 'problems') throw new Error('the text is in order');

    expect(createProblem(parsed.document, { path, at, message: '', hint: '' })).toMatchObject({ line, column });
  });
});

describe('what is refused, and where', () => {
  test.each([
    ['an alias', 'a: &x 1\nb: *x\n', 2, 4, 'aliases'],
    ['a tag', 'a: !!binary x\n', 1, 4, 'tags'],
    ['a merge key', 'a:\n  <<: {b: 1}\n', 2, 3, 'merge keys'],
    ['a second document', 'a: 1\n---\nb: 2\n', 3, 1, 'several YAML documents'],
    ['a key for the second time', 'a:\n  b: 1\n  c: 2\n  "b": 3\n', 4, 3, 'second time'],
    ['a key that is a list', '? [a, b]\n: 1\n', 1, 3, 'key belongs'],
    ['a key that reaches into objects', '__proto__: {a: 1}\n', 1, 1, '__proto__'],
    ['a number that would be rounded', 'tag: 12345678901234567890\n', 1, 6, 'rounded'],
    ['a number that is none', 'tag: .inf\n', 1, 6, 'rounded'],
    ['deep nesting', `a:\n  ${'['.repeat(40)}`, 2, 33, 'nested'],
    ['broken YAML', 'a: [1, 2\nb: 3\n', 2, 1, 'not valid YAML'],
    ['an empty file', '# nothing\n', 1, 1, 'empty'],
    ['too much', `a: ${'x'.repeat(full)}`, 1, 1, 'KiB'],
  ])('%s', (_, text, line, column, words) => {
    expect(parse(text)).toMatchObject({
      kind: 'problems',
      problems: [{ file: 'a.yaml', line, column, message: expect.stringContaining(words) as string }],
    });
  });
});

/** Documents that abort, stall or blow up other parsers; the first two end the process with the `yaml` package on Node 22. */
const hostile: Readonly<Record<string, string>> = {
  'brackets that close': '['.repeat(5_000) + ']'.repeat(5_000),
  'brackets that do not close': '['.repeat(full),
  'mixed brackets': '[{'.repeat(full / 2),
  'nested list items': '- '.repeat(full / 2),
  'nested keys': '? '.repeat(full / 2),
  'nested indentation': Array.from({ length: 360 }, (_, depth) => `${' '.repeat(depth)}-`).join('\n'),
  laughs: [
    'a: &a [x, x]',
    ...Array.from('bcdefghij', (name, i) => `${name}: &${name} [*${'abcdefghij'[i] ?? ''}, *${'abcdefghij'[i] ?? ''}]`),
  ].join('\n'),
  'thousands of keys': Array.from({ length: 7_000 }, (_, i) => `k${i}: 1`).join('\n'),
  'thousands of keys in braces': `{${Array.from({ length: 7_000 }, (_, i) => `k${i}: 1`).join(',')}}`,
  'one key thousands of times': 'a: 1\n'.repeat(full / 5),
  'thousands of documents': '---\n'.repeat(full / 4),
  'thousands of tags': '- !!str a\n'.repeat(full / 10),
  'thousands of anchors': '- &a b\n'.repeat(full / 7),
  'one endless quote': `"${'\n'.repeat(full - 1)}`,
  escapes: `"${'\\u0041'.repeat(full / 6 - 1)}"`,
  backslashes: `"${'\\'.repeat(full - 2)}`,
  'blank lines in a block': `|\n${' \n'.repeat(full / 2 - 1)}`,
  'lines of a plain text': 'a\n'.repeat(full / 2),
  comments: '#\n'.repeat(full / 2),
  'control characters': '\0'.repeat(full),
  'half a character': '\ud800'.repeat(1_000),
  'one long key': `${'k'.repeat(full - 4)}: 1`,
  'a long key around many': `${'k'.repeat(full / 2)}: {${Array.from({ length: 3_000 }, (_, i) => `k${i}: 1`).join(',')}}`,
};

describe('a hostile document', () => {
  test.each(Object.entries(hostile))('%s: is answered', (_, text) => {
    // A stall would outlast the time that a test may take: what these do elsewhere takes minutes, or ends the process.
    expect(['document', 'problems']).toContain(parse(text.slice(0, full)).kind);
  });

  test('any text is answered, and nothing is thrown', () => {
    const fragment = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"',
      "'",
      '|',
      '>',
      '&a ',
      '*a',
      '!',
      '? ',
      '#',
      '---',
      '<<',
      '\t',
      '\\',
      '%',
      'é',
      '1e999',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fragment, { maxLength: 60 }).map((parts) => parts.join('')),
    );

    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parse(text);
        if (parsed.kind === 'document') return;
        expect(parsed.problems.length).toBeGreaterThan(0);
        for (const { line, column } of parsed.problems) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  test('JSON is read as what it is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z<>*&!]{1,8}$/), fc.jsonValue({ maxDepth: 4 })), (value) => {
        fc.pre(!JSON.stringify(value).includes('__proto__') && !JSON.stringify(value).includes('-0'));
        const parsed = parse(JSON.stringify(value));
        if (parsed.kind === 'document') expect(JSON.stringify(parsed.document.value)).toBe(JSON.stringify(value));
        else expect(parsed.problems[0]?.message).toMatch(/rounded/);
      }),
    );
  });
});

function parse(text: string): ReturnType<typeof parseDocument> {
  return parseDocument(text, 'a.yaml');
}
