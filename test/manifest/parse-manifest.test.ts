import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { formatJson } from '../helpers/format-json.ts';
import { renderProblem } from '../../src/manifest/document/problem.ts';
import { renderManifestSchema } from '../../src/manifest/schema/manifest.ts';
import { parseManifest } from '../../src/manifest/parse-manifest.ts';

describe('a manifest that is in order', () => {
  test.each(['design', 'article'])('%s.yaml is accepted as it is written', (name) => {
    expect(parseManifest(readFixture(name))).toMatchObject({ kind: 'manifest' });
  });
});

test('the JSON Schema for editors is the one the code checks by', async () => {
  const schema = await formatJson(renderManifestSchema());

  await expect(schema).toMatchFileSnapshot('../../src/manifest/schema/manifest.schema.json');
});

test.each([
  ['design', true],
  ['article', true],
  ['ten-mistakes', false],
])('by that schema an editor finds %s.yaml in order: %s', (name, isInOrder) => {
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(renderManifestSchema()) as object);

  expect(validate(load(readFixture(name)))).toBe(isInOrder);
});

describe('what an author is told', () => {
  test.each(['ten-mistakes', 'wrong-references', 'wrong-choices', 'wrong-profile', 'wrong-rules'])(
    'about %s.yaml: everything at once, in the order of the file',
    async (name) => {
      await expect(tell(readFixture(name))).toMatchFileSnapshot(`golden/${name}.txt`);
    },
  );

  test.each([
    ['an empty file', ''],
    ['a list', '- version: 1\n'],
    ['text', 'hello\n'],
    ['nothing to deploy', 'version: 1\nservices: {}\n'],
  ])('about %s', (_, text) => {
    expect(parseManifest(text)).toMatchObject({ kind: 'problems' });
  });
});

function readFixture(name: string): string {
  return readFileSync(join(import.meta.dirname, 'fixtures', `${name}.yaml`), 'utf8');
}

function tell(text: string): string {
  const parsed = parseManifest(text);
  return parsed.kind === 'problems' ? `${parsed.problems.map(renderProblem).join('\n')}\n` : 'accepted\n';
}
