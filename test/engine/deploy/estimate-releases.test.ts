import { expect, test } from 'vitest';
import { estimateReleases } from '../../../src/engine/deploy/estimate-releases.ts';
import { anEnvironment, aRelease } from '../../report/an-environment.ts';

test('a release takes what it took in the middle one of the environments of its repository', () => {
  const environments = [2, 30, 4].map((seconds) => anEnvironment({ status: { releases: [took('api/db', seconds)] } }));

  expect(estimateReleases('ACME/shop', environments)).toEqual({ 'api/db': 4_000 });
});

test('of what is not ready yet, and of other repositories, nothing is taken', () => {
  const unready = aRelease('api/db', { phase: 'Settling', startedAt: toTime(0), readyAt: undefined });
  const environment = anEnvironment({ status: { releases: [unready] } });

  expect(estimateReleases('acme/shop', [environment])).toEqual({});
  expect(estimateReleases('acme/other', [anEnvironment({ status: { releases: [took('api/db', 5)] } })])).toEqual({});
});

const toTime = (seconds: number) => new Date(Date.UTC(2026, 4, 4, 10) + seconds * 1_000).toISOString();
const took = (id: string, seconds: number) => aRelease(id, { startedAt: toTime(0), readyAt: toTime(seconds) });
