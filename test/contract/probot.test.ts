import { execa } from 'execa';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Probot, ProbotOctokit } from 'probot';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runGitBinary } from '../../sandbox/github/git/git.ts';
import type { GitHub } from '../../sandbox/github/github.ts';
import { addSample, listenForWebhooks, openSamplePullRequest, startGitHub, webhookSecret } from '../helpers/github.ts';

const place = { owner: 'acme', repo: 'shop' };

/** As berth has it, but that writes do not wait their seconds: what GitHub asks for is proven once, below. */
const QuickOctokit = ProbotOctokit.defaults((options: object) => ({
  ...options,
  throttle: { enabled: false },
  retry: { enabled: false },
}));

function createProbot(github: GitHub, Octokit = QuickOctokit): Probot {
  return new Probot({
    appId: github.state.app.id,
    privateKey: github.privateKey,
    secret: webhookSecret,
    baseUrl: github.apiUrl,
    logLevel: 'fatal',
    Octokit,
  });
}

async function authenticateInstallation(github: GitHub, Octokit = QuickOctokit) {
  const probot = createProbot(github, Octokit);
  const app = await probot.auth();
  const { data: installation } = await app.rest.apps.getRepoInstallation(place);
  return { app, octokit: await probot.auth(installation.id) };
}

describe('Probot, pointed at the stand-in', () => {
  it('authenticates as the App and as its installation', async () => {
    const github = await startGitHub();
    await addSample(github);

    const { app, octokit } = await authenticateInstallation(github);

    expect((await app.rest.apps.getAuthenticated()).data).toMatchObject({ id: github.state.app.id, slug: 'berth' });
    const { data } = await octokit.rest.apps.listReposAccessibleToInstallation();
    expect(data.repositories.map(({ full_name: name }) => name)).toEqual(['acme/shop']);
  });

  it('reads a file as it was at a commit', async () => {
    const github = await startGitHub();
    const sample = await addSample(github);
    const pullRequest = await openSamplePullRequest(github, sample);
    const { octokit } = await authenticateInstallation(github);
    const read = (ref: string) =>
      octokit.rest.repos.getContent({ ...place, path: 'src/app.txt', ref, mediaType: { format: 'raw' } });

    const before = await read(pullRequest.base.sha);
    const after = await read(pullRequest.head.sha);

    expect(before.data).toBe('one\ntwo\nthree\n');
    expect(after.data).toBe('one\n2\nthree\n');
  });

  it('downloads the tarball of a commit: byte for byte what git packs', async () => {
    const github = await startGitHub();
    const { shop } = await addSample(github);
    const { octokit } = await authenticateInstallation(github);
    const commit = await octokit.rest.repos.getCommit({ ...place, ref: 'main', mediaType: { format: 'sha' } });
    const name = commit.data as unknown as string; // the types only know the JSON answer

    const { data } = await octokit.rest.repos.downloadTarballArchive({ ...place, ref: name });

    const prefix = `--prefix=acme-shop-${name.slice(0, 7)}/`;
    const packed = await runGitBinary(shop.directory, ['archive', '--format=tar.gz', prefix, name]);
    expect(Buffer.from(data as ArrayBuffer).equals(packed)).toBe(true);
    expect(await listArchive(Buffer.from(data as ArrayBuffer))).toContain(`acme-shop-${name.slice(0, 7)}/src/app.txt`);
  });

  it(
    'deploys, comments and checks with its default Octokit, at the pace that GitHub asks for',
    { timeout: 60_000 },
    async () => {
      const github = await startGitHub();
      const pullRequest = await openSamplePullRequest(github, await addSample(github));
      const { octokit } = await authenticateInstallation(github, ProbotOctokit);
      const { sha } = pullRequest.head;

      const deployment = await octokit.rest.repos.createDeployment({
        ...{ ...place, ref: sha, environment: 'preview-1', auto_merge: false, required_contexts: [] },
        ...{ transient_environment: true, payload: { marker: 'abc' } },
      });
      if (deployment.status !== 201) throw new Error('the deployment was not created');
      for (const state of ['in_progress', 'success'] as const) {
        await octokit.rest.repos.createDeploymentStatus({
          ...place,
          deployment_id: deployment.data.id,
          state,
          auto_inactive: false,
        });
      }
      const comment = await octokit.rest.issues.createComment({ ...place, issue_number: 1, body: 'Deploying' });
      await octokit.rest.issues.updateComment({ ...place, comment_id: comment.data.id, body: 'Deployed' });
      const run = await octokit.rest.checks.create({ ...place, name: 'preview', head_sha: sha, conclusion: 'success' });

      const statuses = await octokit.rest.repos.listDeploymentStatuses({ ...place, deployment_id: deployment.data.id });
      expect(statuses.data.map(({ state }) => state)).toEqual(['success', 'in_progress']);
      expect(pullRequest.comments).toMatchObject([{ body: 'Deployed', viaApp: true, author: { login: 'berth[bot]' } }]);
      expect(comment.data.performed_via_github_app).toMatchObject({ slug: 'berth' });
      expect(run.data).toMatchObject({ status: 'completed', conclusion: 'success', app: { slug: 'berth' } });
    },
  );

  it('lists deliveries and asks for one again, which arrives signed and under the same id', async () => {
    const listener = await listenForWebhooks(() => (github.state.deliveries.length < 2 ? 500 : 200));
    const github: GitHub = await startGitHub({ webhookUrl: listener.url });
    const sample = await addSample(github);
    await openSamplePullRequest(github, sample);
    await github.settle();
    const { app } = await authenticateInstallation(github);

    const { data: deliveries } = await app.rest.apps.listWebhookDeliveries({ per_page: 100 });
    const inPages = await app.paginate(app.rest.apps.listWebhookDeliveries, { per_page: 2 });
    expect(inPages.map(({ id }) => id)).toEqual(deliveries.map(({ id }) => id));
    const failed = deliveries.filter(({ status }) => status !== 'OK');
    const wanted = failed.at(-1)!;
    await app.rest.apps.redeliverWebhookDelivery({ delivery_id: wanted.id });
    await github.settle();

    expect(failed).toHaveLength(2);
    const again = listener.received.at(-1)!;
    expect(again).toMatchObject({ guid: wanted.guid, event: wanted.event, isSigned: true });
    const { data: latest } = await app.rest.apps.listWebhookDeliveries({ per_page: 1 });
    expect(latest).toMatchObject([{ guid: wanted.guid, redelivery: true, status: 'OK', status_code: 200 }]);
    const { data: whole } = await app.rest.apps.getWebhookDelivery({ delivery_id: latest[0]!.id });
    expect(whole.request.payload).toEqual(again.payload);
  });

  it('is asked to wait where GitHub limits it, and told when to come back', async () => {
    const github = await startGitHub();
    await addSample(github);
    const { octokit } = await authenticateInstallation(github);
    github.faults.addApi({ path: '/repos/acme/shop', effect: { kind: 'secondaryLimit', retryAfterSeconds: 7 } });

    const refused = octokit.rest.repos.get(place);

    await expect(refused).rejects.toMatchObject({ status: 403, response: { headers: { 'retry-after': '7' } } });
    await expect(octokit.rest.repos.get(place)).resolves.toMatchObject({ status: 200 });
  });
});

async function listArchive(archive: Buffer): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-archive-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'archive.tar.gz'), archive);
  const { stdout } = await execa('tar', ['-tzf', join(folder, 'archive.tar.gz')]);
  return stdout.split('\n');
}
