import { describe, expect, it } from 'vitest';
import { createGitHubWriter } from '../../../src/github/create-github-writer.ts';
import type { Problem } from '../../../src/manifest/document/problem.ts';
import { createTestClients } from '../../helpers/github-clients.ts';
import { addSample, openSamplePullRequest, startGitHub } from '../../helpers/github.ts';

async function start() {
  const github = await startGitHub();
  const sample = await addSample(github);
  const { head } = await openSamplePullRequest(github, sample);
  const writer = createGitHubWriter(createTestClients(github));
  const ensure = (problems: readonly Problem[]) =>
    writer.ensureCheckRun('acme/shop', {
      ...{ sha: head.sha, name: 'berth', title: `${problems.length} problems`, summary: 'In the manifest' },
      ...{ detailsUrl: 'https://berth.example/shop', problems },
    });
  return { github, head, runs: sample.shop.checkRuns, ensure };
}

function makeProblems(count: number): Problem[] {
  return Array.from({ length: count }, (_, at) => ({
    ...{ file: '.berth.yaml', line: at + 1, column: 3, path: [], message: `No ${at}.`, hint: 'Mend it.' },
  }));
}

describe('the check of a commit', () => {
  it('fails with a note at each problem', async () => {
    const { head, runs, ensure } = await start();

    await ensure(makeProblems(2));

    expect(runs).toMatchObject([
      {
        ...{ name: 'berth', sha: head.sha, conclusion: 'failure', detailsUrl: 'https://berth.example/shop' },
        output: {
          title: '2 problems',
          annotations: [
            { path: '.berth.yaml', startLine: 1, startColumn: 3, level: 'failure', message: 'No 0. Mend it.' },
            { path: '.berth.yaml', startLine: 2, message: 'No 1. Mend it.' },
          ],
        },
      },
    ]);
  });

  it('is not made where there is nothing to say', async () => {
    const { runs, ensure } = await start();

    await ensure([]);

    expect(runs).toEqual([]);
  });

  it('is written once, and says it when all problems are gone', async () => {
    const { runs, ensure } = await start();

    await ensure(makeProblems(1));
    await ensure(makeProblems(1));
    const before = runs.length;
    await ensure([]);
    await ensure([]);

    expect(before).toBe(1);
    expect(runs.map(({ conclusion, output }) => [conclusion, output.annotations.length])).toEqual([
      ['failure', 1],
      ['success', 0],
    ]);
  });

  it('says no longer what it said of other problems', async () => {
    const { runs, ensure } = await start();

    await ensure(makeProblems(3));
    await ensure(makeProblems(1));

    expect(runs.at(-1)).toMatchObject({
      output: { title: '1 problems', annotations: [{ message: 'No 0. Mend it.' }] },
    });
  });

  it('takes as many problems as there are', async () => {
    const { runs, ensure } = await start();

    await ensure(makeProblems(120));

    expect(runs).toMatchObject([{ conclusion: 'failure' }]);
    expect(runs[0]!.output.annotations.map(({ startLine }) => startLine)).toEqual(
      makeProblems(120).map(({ line }) => line),
    );
  });

  it.each(['POST', 'PATCH'])('goes on where it stopped when the answer to a %s was lost', async (method) => {
    const { github, runs, ensure } = await start();
    github.faults.addApi({ method, path: '/repos/acme/shop/check-runs*', effect: { kind: 'lostResponse' } });

    await expect(ensure(makeProblems(120))).rejects.toMatchObject({ reason: 'ApiUnavailable' });
    await ensure(makeProblems(120));

    expect(runs).toHaveLength(1);
    expect(runs[0]!.output.annotations.map(({ startLine }) => startLine)).toEqual(
      makeProblems(120).map(({ line }) => line),
    );
  });

  it('is the operator’s to allow', async () => {
    const { github, ensure } = await start();
    github.faults.addApi({
      method: 'POST',
      path: '/repos/acme/shop/check-runs',
      effect: { kind: 'status', status: 403 },
    });

    await expect(ensure(makeProblems(1))).rejects.toMatchObject({ reason: 'GitHubForbidden' });
  });
});
