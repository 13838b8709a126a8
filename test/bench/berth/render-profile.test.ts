import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mostReleases, renderProfile } from '../../../bench/berth/render-profile.ts';
import { parseProfiles } from '../../../src/profile/parse-profiles.ts';
import { repositoryRoot } from '../../house/list-source-files.ts';

test('the profile of the benchmark has room for as many releases as berth takes, and keeps the rest of the base', async () => {
  const base = await readFile(join(repositoryRoot, 'environments', 'base.yaml'), 'utf8');

  const parsed = parseProfiles({ base, preview: renderProfile('here') });

  expect(parsed).toMatchObject({
    kind: 'profiles',
    profiles: [{ label: 'preview', limits: { releases: mostReleases, podSecurity: 'restricted' } }],
  });
});
