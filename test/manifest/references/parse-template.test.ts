import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeTemplate, parseTemplate } from '../../../src/manifest/references/parse-template.ts';
import { renderReference, type Reference } from '../../../src/manifest/references/reference.ts';
import { renderTemplate } from '../../../src/manifest/references/render-template.ts';

const name = fc
  .stringMatching(/^[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,5})?$/)
  .filter((text) => !['pr', 'repo', 'env', 'service'].includes(text));
const reference: fc.Arbitrary<Reference> = fc.oneof(
  fc.record({
    kind: fc.constant('fact' as const),
    scope: fc.constant('pr' as const),
    key: fc.constantFrom('sha', 'number'),
  }),
  fc.record({
    kind: fc.constant('service' as const),
    key: fc.constantFrom('name' as const, 'host' as const, 'url' as const),
  }),
  fc.record({ kind: fc.constant('address' as const), name, key: fc.constantFrom('host' as const, 'url' as const) }),
  fc.record({ kind: fc.constant('output' as const), name, key: fc.stringMatching(/^[-._A-Za-z0-9]{1,20}$/) }),
);
const anyText = fc
  .array(fc.oneof(fc.string(), fc.constantFrom('<<', '>>', '<', '\\', '\\<<', ' pr.sha ')), { maxLength: 8 })
  .map((parts) => parts.join(''));

describe('a template', () => {
  test('is the text and the references that it was made of, in any mixture', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyText, reference), { maxLength: 6 }), (parts) => {
        // A backslash at the end of a text would belong to the reference after it: only a doubled one is itself.
        const written = parts.map((part) =>
          typeof part === 'string' ? escapeTemplate(part).replace(/\\+$/, '$&$&') : renderReference(part),
        );
        fc.pre(
          parts.every(
            (part, i) =>
              typeof part !== 'string' ||
              (i < parts.length - 1 && typeof parts[i + 1] !== 'string') ||
              !part.endsWith('\\'),
          ),
        );
        fc.pre(
          !parts.some(
            (part, i) => typeof part === 'string' && part.endsWith('<') && typeof parts[i + 1] !== 'undefined',
          ),
        );

        const read = parseTemplate(written.join(''));

        const expected = parts.map((part) => (typeof part === 'string' ? part : `{${renderReference(part)}}`)).join('');
        expect(read.kind).toBe('template');
        expect(
          read.kind === 'template' &&
            read.template.map((part) => (typeof part === 'string' ? part : `{${renderReference(part)}}`)).join(''),
        ).toBe(expected);
      }),
    );
  });

  test('any text can be written so that it stands for itself', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseTemplate(escapeTemplate(text));

        expect(parsed).toEqual({ kind: 'template', template: text === '' ? [] : [text] });
      }),
    );
  });

  test('any text is answered, and nothing is thrown', () => {
    fc.assert(fc.property(anyText, (text) => ['template', 'broken'].includes(parseTemplate(text).kind)));
  });

  test('that is one reference keeps the type of what it refers to', () => {
    expect(render('<< pr.number >>', () => 42)).toBe(42);
    expect(render('<<pr.number>>', () => false)).toBe(false);
    expect(render('number << pr.number >>', () => 42)).toBe('number 42');
  });

  test('is never read again: what is filled in is data', () => {
    fc.assert(
      fc.property(anyText, (secret) => {
        expect(render('a << db.outputs.PASSWORD >> b', () => secret)).toBe(`a ${secret} b`);
      }),
    );
  });
});

describe('a reference is a path and never code', () => {
  test.each([
    ['<< pr.sha >>', { kind: 'fact', scope: 'pr', key: 'sha' }],
    ['<<repo.fullName>>', { kind: 'fact', scope: 'repo', key: 'fullName' }],
    ['<< service.host >>', { kind: 'service', key: 'host' }],
    ['<< billing.url >>', { kind: 'address', name: 'billing', key: 'url' }],
    [
      '<< my-env-launch-darkly.outputs.LD_SDK_KEY >>',
      { kind: 'output', name: 'my-env-launch-darkly', key: 'LD_SDK_KEY' },
    ],
    ['<< postgres.outputs.ca.crt >>', { kind: 'output', name: 'postgres', key: 'ca.crt' }],
  ])('%s', (text, expected) => {
    expect(parseTemplate(text)).toEqual({ kind: 'template', template: [expected] });
  });

  test.each([
    '<< >>',
    '<< pr >>',
    '<< pr.sha.length >>',
    '<< pr["sha"] >>',
    '<< 1 + 1 >>',
    '<< process.env.KEY >>',
    '<< a.b.c >>',
    '<< constructor.constructor >>',
    '<< pr.__proto__ >>',
    '<< service.outputs.x >>',
    '<< a.outputs. >>',
    '<< a.outputs.x y >>',
    '<< << pr.sha >> >>',
    '<< pr.sha',
    '<< a.outputs.x | base64 >>',
  ])('%s is refused with a way out', (text) => {
    expect(parseTemplate(text)).toMatchObject({
      kind: 'broken',
      message: expect.stringMatching(/./) as string,
      hint: expect.stringMatching(/./) as string,
    });
  });
});

function render(text: string, find: (reference: Reference) => string | number | boolean): unknown {
  const parsed = parseTemplate(text);
  if (parsed.kind === 'broken') throw new Error(parsed.message);
  return renderTemplate(parsed.template, find);
}
