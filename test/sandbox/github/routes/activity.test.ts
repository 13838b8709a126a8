import { expect, it } from 'vitest';
import { addSample, callApi, openSamplePullRequest, startGitHub } from '../../../helpers/github.ts';

interface Activity {
  readonly activity_type: string;
  readonly ref: string;
  readonly before: string;
  readonly after: string;
  readonly actor: { readonly login: string };
}

async function start() {
  const github = await startGitHub();
  const sample = await addSample(github);
  const pullRequest = await openSamplePullRequest(github, sample);
  const read = async (query: string) =>
    (await callApi(github, `GET /repos/acme/shop/activity${query}`)).body as readonly Activity[];
  return { github, ...sample, pullRequest, read };
}

it('tells who moved a branch and how, the newest first', async () => {
  const { github, ada, shop, pullRequest, read } = await start();
  const first = pullRequest.head.sha;
  const change = (more: object) =>
    github.actions.commit(shop, { author: ada, branch: 'topic', message: 'More', changes: { 'b.txt': 'b' }, ...more });
  const second = await change({});
  const third = await change({ amend: true, message: 'Other' });
  await github.actions.merge(pullRequest, ada);
  await github.actions.deleteBranch(shop, ada, 'topic');

  const topic = await read('?ref=topic');
  const main = await read('?ref=refs/heads/main');

  expect(topic.map(({ activity_type: kind, before, after }) => [kind, before, after])).toEqual([
    ['branch_deletion', third, '0'.repeat(40)],
    ['force_push', second, third],
    ['push', first, second],
    ['branch_creation', '0'.repeat(40), first],
  ]);
  expect(main).toMatchObject([{ activity_type: 'pr_merge', ref: 'refs/heads/main', actor: { login: 'ada' } }]);
});

it('can be asked for by who did it, by kind, in the other direction, and page by page', async () => {
  const { github, ada, shop, read } = await start();
  const mia = github.actions.addPerson('mia');
  for (const author of [ada, mia]) {
    await github.actions.commit(shop, { author, branch: 'topic', message: 'More', changes: { 'b.txt': author.login } });
  }

  const byMia = await read('?actor=Mia');
  const pushes = await read('?activity_type=push&direction=asc');
  const page = await callApi(github, 'GET /repos/acme/shop/activity?ref=topic&per_page=2');
  const next = /<([^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.[1] ?? '';
  const rest = await read(new URL(next).search);

  expect(byMia.map(({ actor }) => actor.login)).toEqual(['mia']);
  expect(pushes.map(({ actor }) => actor.login)).toEqual(['ada', 'mia']);
  expect(rest.map(({ activity_type: kind }) => kind)).toEqual(['branch_creation']);
});
