import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderValues } from '../../src/helm/render-values.ts';

test('values come through YAML as they were, whatever they hold', () => {
  const values = fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.jsonValue({ stringUnit: 'binary' }), {
    noNullPrototype: true,
  });
  fc.assert(
    fc.property(values, (one) => {
      expect(parse(renderValues(one as never))).toEqual(JSON.parse(JSON.stringify(one)));
    }),
  );
});

test('characters that YAML does not allow are written as what stands for them', () => {
  expect(renderValues({ a: '\u007f\u0085\u2028\ufeff' })).toBe('{"a":"\\u007f\\u0085\\u2028\\ufeff"}');
});
