import { expect, test } from 'vitest';
import type { GitHubRequest } from '../../src/engine/ports/telemetry.ts';
import { measureRequests } from '../../src/github/measure-requests.ts';
import { createTestClients } from '../helpers/github-clients.ts';
import { addSample, openSamplePullRequest, startGitHub } from '../helpers/github.ts';

test('every request is told with the answer and with what is left to ask', async () => {
  const github = await startGitHub();
  const sample = await addSample(github);
  await openSamplePullRequest(github, sample);
  const path = '/repos/acme/shop/pulls/1';
  const told: GitHubRequest[] = [];

  await createTestClients(github).inRepository('acme/shop', async ({ octokit, installation, place }) => {
    measureRequests(octokit, { telemetry: { countGitHubRequest: (request) => told.push(request) }, installation });
    const ask = () => octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', { ...place, pull_number: 1 });
    await ask();
    github.faults.addApi({ path, effect: { kind: 'primaryLimit', resetInSeconds: 3_600 } });
    await expect(ask()).rejects.toThrow();
  });

  const seen = told.map(({ status, limit }) => `${status}: ${limit?.resource}, ${limit?.remaining} left`);
  expect(seen).toEqual(['201: core, 4998 left', '200: core, 4999 left', '403: core, 0 left']);
  expect(told[2]?.limit?.resetAtMs).toBeGreaterThan(Date.now());
  expect(new Set(told.map(({ limit }) => limit?.installation)).size).toBe(1);
});
