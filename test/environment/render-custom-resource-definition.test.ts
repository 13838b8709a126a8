import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderCustomResourceDefinition } from '../../src/environment/render-custom-resource-definition.ts';
import { formatYaml } from '../helpers/format-json.ts';
import { repositoryRoot } from '../house/list-source-files.ts';

test('the chart that installs berth carries the definition that its own types give', async () => {
  const file = join(repositoryRoot, 'deploy/berth/crds/environments.yaml');

  await expect(await formatYaml(renderCustomResourceDefinition())).toMatchFileSnapshot(file);
});

test('nothing in it is unknown to the API server, which refuses a definition whole', () => {
  const text = renderCustomResourceDefinition();

  expect(text).not.toMatch(/\$schema|additionalProperties|\bdefault:/);
});
