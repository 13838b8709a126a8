import { describe, expect, it } from 'vitest';
import type { GitHub } from '../../../../sandbox/github/github.ts';
import { callApi, listenForWebhooks, startGitHub } from '../../../helpers/github.ts';

async function control({ url }: GitHub, request: string, body?: unknown) {
  const [method = '', path = ''] = request.split(' ');
  const response = await fetch(`${url}/_control${path}`, {
    method,
    headers: { connection: 'close', ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Record<string, string> };
}

describe('the control API', () => {
  it('makes a whole world over HTTP: people, repository, fork, commit, installation', async () => {
    const listener = await listenForWebhooks();
    const github = await startGitHub({ webhookUrl: listener.url });
    await control(github, 'POST /organizations', { login: 'acme' });
    const ada = await control(github, 'POST /people', { login: 'ada', name: 'Ada' });
    const files = { 'README.md': '# Shop\n' };
    await control(github, 'POST /repositories', { owner: 'acme', name: 'shop', content: { files } });
    await control(github, 'POST /installations', { account: 'acme' });
    await control(github, 'POST /repositories/acme/shop/collaborators', { login: 'ada', role: 'write' });
    const commit = { author: 'ada', branch: 'topic', message: 'Change', changes: { 'README.md': '# Better shop\n' } };
    const { body: pushed } = await control(github, 'POST /repositories/acme/shop/commits', commit);
    await control(github, 'POST /people', { login: 'grace' });
    const { body: fork } = await control(github, 'POST /repositories/acme/shop/forks', { owner: 'grace' });
    await control(github, 'POST /settle', {});

    const opened = await callApi(github, 'POST /repos/acme/shop/pulls', {
      token: ada.body['token']!,
      body: { title: 'Better', head: 'topic', base: 'main' },
    });

    expect(opened).toMatchObject({ status: 201, body: { head: { sha: pushed['sha'] }, user: { login: 'ada' } } });
    expect(fork).toMatchObject({ name: 'grace/shop', cloneUrl: `${github.url}/grace/shop.git` });
    expect(listener.listNames()).toEqual(expect.arrayContaining(['ping', 'installation.created', 'push']));
    const { body: deliveries } = await control(github, 'GET /deliveries');
    expect(deliveries).toHaveLength(github.state.deliveries.length);
  });

  it('sets faults and time, and tells of violations', async () => {
    const github = await startGitHub();
    const before = github.clock.now().getTime();

    await control(github, 'POST /faults/api', { path: '/users/admin', effect: { kind: 'status', status: 502 } });
    await control(github, 'POST /time', { advanceMs: 3_600_000 });
    const faulty = await callApi(github, 'GET /users/admin');
    await callApi(github, 'GET /nothing/of/the/kind');

    expect(faulty.status).toBe(502);
    expect(github.clock.now().getTime() - before).toBeGreaterThanOrEqual(3_600_000);
    const { body } = await control(github, 'GET /violations');
    expect(body).toMatchObject([{ kind: 'not described', subject: 'GET /nothing/of/the/kind' }]);
    expect(github.takeViolations()).toHaveLength(1);
  });

  it.each<[string, string, unknown, string]>([
    ['an unknown key', 'POST /people', { login: 'ada', colour: 'red' }, 'colour'],
    ['an unknown effect', 'POST /faults/webhooks', { effect: { kind: 'burn' } }, 'effect'],
    ['nobody', 'POST /installations', { account: 'nobody' }, 'add it first'],
    ['a name GitHub does not allow', 'POST /people', { login: '../etc' }, 'does not allow'],
  ])('refuses %s and says why', async (_, request, body, reason) => {
    const github = await startGitHub();

    const answer = await control(github, request, body);

    expect(answer.status).toBe(400);
    expect(answer.body['message']).toContain(reason);
  });

  it('answers in its own way when asked for what it does not have', async () => {
    const github = await startGitHub();

    expect(await control(github, 'GET /weather')).toMatchObject({
      status: 404,
      body: { message: 'there is no "/_control/weather"' },
    });
  });

  it('takes nothing that a form on another site could send', async () => {
    const github = await startGitHub();

    const response = await fetch(`${github.url}/_control/people`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain', connection: 'close' },
      body: '{"login":"mallory"}',
    });

    expect(response.status).toBe(415);
    expect(github.state.accounts.map(({ login }) => login)).not.toContain('mallory');
  });
});
