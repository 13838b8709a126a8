import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { expect, it } from 'vitest';
import { repair } from '../../../../sandbox/github/contract/repair.ts';

const ajv = new Ajv({ strict: false });
addFormats.default(ajv);

it.each<[string, object, unknown]>([
  ['null where a choice may be null', { nullable: true, anyOf: [{ type: 'string' }] }, null],
  ['null where a choice of words may be null', { type: 'string', nullable: true, enum: ['a'] }, null],
  [
    'a user where both a user and an enterprise are asked for',
    { nullable: true, allOf: [{ required: ['login'] }, { required: ['slug'] }] },
    { login: 'a' },
  ],
  [
    'an empty address of a deployment status',
    { properties: { log_url: { type: 'string', format: 'uri' } } },
    { log_url: '' },
  ],
  [
    'a head whose fork is deleted',
    { properties: { head: { properties: { label: {}, repo: { type: 'object' } } } } },
    { head: { label: 'a:b', repo: null } },
  ],
])('admits %s', (_, schema, value) => {
  expect(admits(schema, value)).toBe(false);
  expect(admits(repair(schema), value)).toBe(true);
});

it.each<[string, object, unknown]>([
  ['null where nothing says so', { anyOf: [{ type: 'string' }] }, null],
  ['another word than those of a choice', { type: 'string', nullable: true, enum: ['a'] }, 'b'],
  ['an empty address elsewhere', { properties: { html_url: { type: 'string', format: 'uri' } } }, { html_url: '' }],
  ['half an address', { properties: { log_url: { type: 'string', format: 'uri' } } }, { log_url: 'example' }],
])('still refuses %s', (_, schema, value) => {
  expect(admits(repair(schema), value)).toBe(false);
});

/** A schema that the validator cannot even take admits nothing. */
function admits(schema: object, value: unknown): boolean {
  try {
    return ajv.validate(schema, value);
  } catch {
    return false;
  }
}
