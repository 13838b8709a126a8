import { createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { GitHub } from '../../../../sandbox/github/github.ts';
import type { Permissions } from '../../../../sandbox/github/state/app.ts';
import { addSample, callApi, openSamplePullRequest, startGitHub } from '../../../helpers/github.ts';

interface Claims {
  readonly iat: number;
  readonly exp: number;
  readonly iss: number | string;
}

function createJwt({ state, privateKey }: GitHub, claims: Partial<Claims> = {}, key = privateKey): string {
  const seconds = Math.floor(Date.now() / 1000);
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const body = { iat: seconds - 60, exp: seconds + 540, iss: state.app.id, ...claims };
  const signed = `${encode({ alg: 'RS256' })}.${encode(body)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

async function createInstallationToken(
  github: GitHub,
  body?: { permissions?: Permissions; repositories?: string[] },
): Promise<string> {
  const { id } = github.state.installations[0]!;
  const answer = await callApi(github, `POST /app/installations/${id}/access_tokens`, {
    token: createJwt(github),
    ...(body && { body }),
  });
  return (answer.body as { token: string }).token;
}

describe('who asks', () => {
  const seconds = Math.floor(Date.now() / 1000);

  it('is the App with a token signed by its key, named by id or client id', async () => {
    const github = await startGitHub();

    expect((await callApi(github, 'GET /app', { token: createJwt(github) })).status).toBe(200);
    expect(
      (await callApi(github, 'GET /app', { token: createJwt(github, { iss: github.state.app.clientId }) })).status,
    ).toBe(200);
  });

  it.each<[string, Partial<Claims>, string]>([
    ['is over', { exp: seconds - 1 }, "'exp'"],
    ['lives longer than ten minutes', { exp: seconds + 3600 }, 'too far in the future'],
    ['is from the future', { iat: seconds + 600 }, "'iat'"],
    ['names another App', { iss: 7 }, "'iss'"],
  ])('is not the App with a token that %s', async (_, claims, message) => {
    const github = await startGitHub();

    const answer = await callApi(github, 'GET /app', { token: createJwt(github, claims) });

    expect(answer).toMatchObject({ status: 401, body: { message: expect.stringContaining(message) as string } });
  });

  it('is not the App with a token signed by another key', async () => {
    const github = await startGitHub();
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();

    const answer = await callApi(github, 'GET /app', { token: createJwt(github, {}, key) });

    expect(answer).toMatchObject({ status: 401, body: { message: 'A JSON web token could not be decoded' } });
  });

  it('is an installation for an hour', async () => {
    const github = await startGitHub();
    await addSample(github);
    const token = await createInstallationToken(github);
    const ask = async () => (await callApi(github, 'GET /installation/repositories', { token })).status;

    expect(await ask()).toBe(200);
    github.clock.advance(61 * 60_000);

    const late = await callApi(github, 'GET /installation/repositories', { token });
    expect(late).toMatchObject({ status: 401, body: { message: 'Bad credentials' } });
  });

  it('is asked for when nobody wants to write', async () => {
    const github = await startGitHub();
    await openSamplePullRequest(github, await addSample(github));

    const answer = await callApi(github, 'POST /repos/acme/shop/issues/1/comments', { body: { body: 'Hello' } });

    expect(answer).toMatchObject({ status: 401, body: { message: 'Requires authentication' } });
  });
});

describe('what somebody may do', () => {
  it('is what the token was narrowed to', async () => {
    const github = await startGitHub();
    await openSamplePullRequest(github, await addSample(github));
    const token = await createInstallationToken(github, { permissions: { pull_requests: 'read' } });

    const read = await callApi(github, 'GET /repos/acme/shop/pulls/1', { token });
    const write = await callApi(github, 'POST /repos/acme/shop/issues/1/comments', { token, body: { body: 'Hello' } });

    expect(read.status).toBe(200);
    expect(write).toMatchObject({ status: 403, body: { message: 'Resource not accessible by integration' } });
  });

  it('ends at the repositories that the installation covers', async () => {
    const github = await startGitHub();
    const { organization } = await addSample(github);
    const grace = github.actions.addPerson('grace');
    const content = { files: { 'README.md': '#\n' } };
    await github.actions.createRepository({ owner: grace, name: 'secret', private: true, content });
    await github.actions.createRepository({ owner: organization, name: 'other', private: true, content });
    const token = await createInstallationToken(github, { repositories: ['shop'] });
    const ask = async (path: string) => (await callApi(github, `GET /repos/${path}`, { token })).status;

    expect([await ask('acme/shop'), await ask('acme/other'), await ask('grace/secret')]).toEqual([200, 404, 404]);
  });

  it('cannot be more than the installation has', async () => {
    const github = await startGitHub({ permissions: { metadata: 'read', pull_requests: 'read' } });
    await addSample(github);
    const { id } = github.state.installations[0]!;

    const answer = await callApi(github, `POST /app/installations/${id}/access_tokens`, {
      token: createJwt(github),
      body: { permissions: { pull_requests: 'write' } },
    });

    expect(answer.status).toBe(422);
  });

  it.each([
    ['read', 403],
    ['triage', 200],
    ['write', 200],
  ] as const)('for a person with the role %s: labelling answers %i', async (role, status) => {
    const github = await startGitHub();
    const sample = await addSample(github);
    await openSamplePullRequest(github, sample);
    const grace = github.actions.addPerson('grace');
    github.actions.setRole(sample.shop, grace, role);

    const token = github.actions.createToken(grace);
    const answer = await callApi(github, 'POST /repos/acme/shop/issues/1/labels', {
      token,
      body: { labels: ['preview'] },
    });

    expect(answer.status).toBe(status);
  });

  it.each([
    ['admin', 'admin', 'admin'],
    ['maintain', 'write', 'maintain'],
    ['triage', 'read', 'triage'],
    [undefined, 'none', 'none'],
  ] as const)('is told for the role %s as permission %s and role_name %s', async (role, permission, roleName) => {
    const github = await startGitHub();
    const { shop } = await addSample(github, { private: true });
    const grace = github.actions.addPerson('grace');
    if (role) github.actions.setRole(shop, grace, role);

    const answer = await callApi(github, 'GET /repos/acme/shop/collaborators/grace/permission', {
      token: github.adminToken,
    });

    expect(answer.body).toMatchObject({ permission, role_name: roleName });
  });
});

describe('lists and budgets', () => {
  it('come in pages that link to each other', async () => {
    const github = await startGitHub();
    const sample = await addSample(github);
    const pullRequest = await openSamplePullRequest(github, sample);
    for (let number = 1; number <= 5; number += 1) github.actions.comment(pullRequest, sample.ada, `Comment ${number}`);

    const { body, headers } = await callApi(github, 'GET /repos/acme/shop/issues/1/comments?per_page=2&page=2');

    expect((body as { body: string }[]).map((comment) => comment.body)).toEqual(['Comment 3', 'Comment 4']);
    const at = (page: number) => `<${github.apiUrl}/repos/acme/shop/issues/1/comments?per_page=2&page=${page}>`;
    expect(headers.get('link')).toBe(
      `${at(1)}; rel="prev", ${at(3)}; rel="next", ${at(3)}; rel="last", ${at(1)}; rel="first"`,
    );
  });

  it('are not used up by asking again for what has not changed', async () => {
    const github = await startGitHub();
    const sample = await addSample(github);
    const pullRequest = await openSamplePullRequest(github, sample);
    const ask = (headers: Record<string, string> = {}) => callApi(github, 'GET /repos/acme/shop/pulls/1', { headers });

    const first = await ask();
    const etag = first.headers.get('etag')!;
    const unchanged = await ask({ 'if-none-match': etag });
    github.actions.addLabel(pullRequest, sample.ada, 'preview');
    const changed = await ask({ 'if-none-match': etag });

    const used = [first, unchanged, changed].map(({ headers }) => headers.get('x-ratelimit-used'));
    expect([first.status, unchanged.status, changed.status]).toEqual([200, 304, 200]);
    expect(unchanged.text).toBe('');
    expect(used).toEqual(['1', '1', '2']);
  });

  it('end, and begin anew after an hour', async () => {
    const github = await startGitHub({ rateLimit: 2 });
    await addSample(github);
    const ask = () => callApi(github, 'GET /repos/acme/shop', { token: github.adminToken });

    await ask();
    await ask();
    const refused = await ask();
    github.clock.advance(61 * 60_000);
    const later = await ask();

    expect(refused).toMatchObject({
      status: 403,
      body: { message: expect.stringMatching(/^API rate limit exceeded/) as string },
    });
    expect(refused.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(later.status).toBe(200);
  });
});
