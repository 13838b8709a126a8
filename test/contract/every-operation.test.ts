import { createSign } from 'node:crypto';
import { expect, it } from 'vitest';
import { usedOperations } from '../../sandbox/github/contract/used.ts';
import type { GitHub } from '../../sandbox/github/github.ts';
import { createMatcher } from '../../sandbox/github/http/match.ts';
import { routes } from '../../sandbox/github/routes/routes.ts';
import { addSample, callApi, listenForWebhooks, openSamplePullRequest, startGitHub } from '../helpers/github.ts';

/** Request, status, and the body where there is one. `{name}` stands for what an earlier answer or the sample gave. */
type Step = readonly [request: string, status: number, body?: unknown];

const repo = '/repos/acme/shop';

const asApp: readonly Step[] = [
  ['GET /app', 200],
  ['GET /app/hook/config', 200],
  ['PATCH /app/hook/config', 200, { content_type: 'json' }],
  ['GET /app/hook/deliveries?per_page=2', 200],
  ['GET /app/hook/deliveries/{delivery}', 200],
  ['POST /app/hook/deliveries/{delivery}/attempts', 202],
  ['GET /app/installations', 200],
  ['GET /app/installations/{installation}', 200],
  [`GET ${repo}/installation`, 200],
  ['GET /users/acme/installation', 200],
  ['GET /orgs/acme/installation', 200],
];

const asInstallation: readonly Step[] = [
  ['GET /installation/repositories', 200],
  ['GET /rate_limit', 200],
  ['GET /search/issues?q=is:pr+is:open+label:preview+repo:acme/shop', 200],
  ['GET /users/ada', 200],
  [`GET ${repo}`, 200],
  [`GET ${repo}/activity?ref=topic&per_page=1`, 200],
  [`GET ${repo}/branches`, 200],
  [`GET ${repo}/branches/topic`, 200],
  [`GET ${repo}/collaborators/ada/permission`, 200],
  [`GET ${repo}/contents/`, 200],
  [`GET ${repo}/contents/src`, 200],
  [`GET ${repo}/contents/src%2Fapp.txt?ref={sha}`, 200],
  [`GET ${repo}/contents/nothing`, 404],
  [`GET ${repo}/tarball/{sha}`, 302],
  [`GET ${repo}/compare/main...topic`, 200],
  [`GET ${repo}/commits?sha=topic&path=src/app.txt`, 200],
  [`GET ${repo}/commits/topic`, 200],
  [`GET ${repo}/commits/{sha}/pulls`, 200],
  [`GET ${repo}/git/commits/{sha}`, 200],
  [`GET ${repo}/git/matching-refs/heads%2F`, 200],
  [`GET ${repo}/git/ref/heads%2Ftopic`, 200],
  [`GET ${repo}/git/trees/{sha}?recursive=1`, 200],
  [`GET ${repo}/git/blobs/{blob}`, 200],
  [`GET ${repo}/pulls?state=all&sort=updated&direction=desc`, 200],
  [`GET ${repo}/pulls/1`, 200],
  [`PATCH ${repo}/pulls/1`, 200, { body: 'Now with a description' }],
  [`GET ${repo}/pulls/1/commits`, 200],
  [`GET ${repo}/pulls/1/files`, 200],
  [`GET ${repo}/pulls/1/merge`, 404],
  [`POST ${repo}/pulls/1/reviews`, 200, { event: 'COMMENT', body: 'Hm' }],
  [`GET ${repo}/pulls/1/reviews`, 200],
  [`POST ${repo}/issues/1/labels`, 200, { labels: ['preview', 'big'] }],
  [`PUT ${repo}/issues/1/labels`, 200, { labels: ['preview', 'small'] }],
  [`GET ${repo}/issues/1/labels`, 200],
  [`DELETE ${repo}/issues/1/labels/small`, 200],
  [`GET ${repo}/issues?labels=preview`, 200],
  [`GET ${repo}/issues/1`, 200],
  [`GET ${repo}/issues/1/events`, 200],
  [`POST ${repo}/issues/1/comments`, 201, { body: 'Deploying' }],
  [`GET ${repo}/issues/1/comments`, 200],
  [`GET ${repo}/issues/comments/{comment}`, 200],
  [`PATCH ${repo}/issues/comments/{comment}`, 200, { body: 'Deployed' }],
  [`POST ${repo}/issues/comments/{comment}/reactions`, 201, { content: 'eyes' }],
  [`POST ${repo}/issues/comments/{comment}/reactions`, 200, { content: 'eyes' }],
  [`GET ${repo}/issues/comments/{comment}/reactions`, 200],
  [`DELETE ${repo}/issues/comments/{comment}`, 204],
  [`POST ${repo}/labels`, 201, { name: 'staging', color: 'ff0000' }],
  [`POST ${repo}/labels`, 422, { name: 'staging' }],
  [`GET ${repo}/labels`, 200],
  [`GET ${repo}/labels/staging`, 200],
  [`POST ${repo}/statuses/{sha}`, 201, { state: 'success', context: 'ci', target_url: 'https://ci.example/1' }],
  [`GET ${repo}/commits/{sha}/status`, 200],
  [`GET ${repo}/commits/{sha}/statuses`, 200],
  [`POST ${repo}/check-runs`, 201, { name: 'preview', head_sha: '{sha}', status: 'in_progress' }],
  [`GET ${repo}/check-runs/{run}`, 200],
  [
    `PATCH ${repo}/check-runs/{run}`,
    200,
    {
      conclusion: 'success',
      output: {
        ...{ title: 'All is well', summary: 'It is.' },
        annotations: [{ path: 'src/app.txt', start_line: 1, end_line: 1, annotation_level: 'notice', message: 'Nice' }],
      },
    },
  ],
  [`GET ${repo}/check-runs/{run}/annotations`, 200],
  [`GET ${repo}/check-suites/{suite}`, 200],
  [`GET ${repo}/check-suites/{suite}/check-runs`, 200],
  [`GET ${repo}/commits/{sha}/check-runs`, 200],
  [`GET ${repo}/commits/{sha}/check-suites`, 200],
  [
    `POST ${repo}/deployments`,
    201,
    { ref: '{sha}', environment: 'pr-1', auto_merge: false, transient_environment: true },
  ],
  [`GET ${repo}/deployments?environment=pr-1`, 200],
  [`GET ${repo}/deployments/{deployment}`, 200],
  [
    `POST ${repo}/deployments/{deployment}/statuses`,
    201,
    { state: 'success', environment_url: 'https://pr-1.example', log_url: 'https://log.example', description: 'Ready' },
  ],
  [`GET ${repo}/deployments/{deployment}/statuses`, 200],
  [`GET ${repo}/deployments/{deployment}/statuses/{status}`, 200],
  [`GET ${repo}/environments`, 200],
  [`GET ${repo}/environments/pr-1`, 200],
  [`DELETE ${repo}/environments/pr-1`, 204],
  [`DELETE ${repo}/deployments/{deployment}`, 204],
  ['DELETE /installation/token', 204],
];

const asPerson: readonly Step[] = [
  ['GET /user', 200],
  [`PUT ${repo}/collaborators/grace`, 204, { permission: 'triage' }],
  [`PUT ${repo}/contents/docs%2Fnew.md`, 201, { message: 'Add', content: 'bmV3Cg==', branch: 'second' }],
  [`PUT ${repo}/contents/..%2Fnew.md`, 422, { message: 'Add', content: 'bmV3Cg==', branch: 'second' }],
  [`POST ${repo}/git/refs`, 422, { ref: 'refs/heads/a b..c', sha: '{sha}' }],
  [`POST ${repo}/git/refs`, 201, { ref: 'refs/heads/third', sha: '{sha}' }],
  [`PATCH ${repo}/git/refs/heads%2Fthird`, 422, { sha: '{base}' }],
  [`PATCH ${repo}/git/refs/heads%2Fthird`, 200, { sha: '{base}', force: true }],
  [`DELETE ${repo}/git/refs/heads%2Fthird`, 204],
  [`POST ${repo}/pulls`, 201, { title: 'Second', head: 'second', base: 'main' }],
  [`POST ${repo}/pulls`, 422, { title: 'Second again', head: 'second', base: 'main' }],
  [`PUT ${repo}/pulls/2/merge`, 200, { merge_method: 'squash' }],
  [`GET ${repo}/pulls/2/merge`, 204],
  [`PUT ${repo}/pulls/2/merge`, 405, {}],
  [`POST ${repo}/forks`, 202],
  [`DELETE ${repo}`, 204],
];

it("answers every operation as GitHub's description says", { timeout: 60_000 }, async () => {
  const listener = await listenForWebhooks();
  const github = await startGitHub({ webhookUrl: listener.url });
  const sample = await addSample(github);
  const { head, base } = await openSamplePullRequest(github, sample);
  await github.settle();
  const [installation] = github.state.installations;
  const known = new Map(
    Object.entries({
      ...{ sha: head.sha, base: base.sha, blob: 'b2e8a2b2c3ee7e7f0c6e8f3b2a1d0c9e8f7a6b5c' },
      delivery: String(github.state.deliveries[0]!.id),
      installation: String(installation!.id),
      suite: String(sample.shop.checkSuites.at(-1)!.id),
    }),
  );
  const tree = await callApi(github, `GET ${repo}/git/trees/${head.sha}`);
  known.set(
    'blob',
    (tree.body as { tree: { type: string; sha: string }[] }).tree.find(({ type }) => type === 'blob')!.sha,
  );
  const called = new Set<string>();
  const run = (steps: readonly Step[], token: string) => walk(github, { steps, token, known, called });

  await run(asApp, createJwt(github));
  const token = await callApi(github, `POST /app/installations/${installation!.id}/access_tokens`, {
    token: createJwt(github),
  });
  called.add('POST /app/installations/{installation_id}/access_tokens');
  await run(asInstallation, (token.body as { token: string }).token);
  await run(asPerson, github.adminToken);

  expect([...called].toSorted()).toEqual([...usedOperations].toSorted());
});

/** Where an answer's id is needed later. */
const remembered: Readonly<Record<string, string>> = {
  [`POST ${repo}/issues/1/comments`]: 'comment',
  [`POST ${repo}/check-runs`]: 'run',
  [`POST ${repo}/deployments`]: 'deployment',
  [`POST ${repo}/deployments/{deployment}/statuses`]: 'status',
};

const match = createMatcher(routes);

async function walk(
  github: GitHub,
  {
    steps,
    token,
    known,
    called,
  }: { steps: readonly Step[]; token: string; known: Map<string, string>; called: Set<string> },
): Promise<void> {
  const fill = (text: string) => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => known.get(name) ?? whole);
  for (const [request, status, body] of steps) {
    const filled = fill(request);
    const answer = await callApi(github, filled, {
      token,
      ...(body !== undefined && { body: JSON.parse(fill(JSON.stringify(body))) as unknown }),
    });
    expect({ request, status: answer.status, text: answer.status === status ? '' : answer.text }).toEqual({
      request,
      status,
      text: '',
    });
    const [method = '', path = ''] = filled.split(/[ ?]/);
    called.add(match(method, path.replace(/\/$/, ''))!.route.operation);
    const name = remembered[request];
    if (name !== undefined) known.set(name, String((answer.body as { id: number }).id));
  }
}

function createJwt({ state, privateKey, clock }: GitHub): string {
  const seconds = Math.floor(clock.now().getTime() / 1000);
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'RS256' })}.${encode({ iat: seconds - 60, exp: seconds + 540, iss: state.app.id })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url')}`;
}
