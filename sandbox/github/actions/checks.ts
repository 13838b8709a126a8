import { readCommit } from '../git/read-commits.ts';
import { renderCheckRun, renderCheckSuite, summarizeCheckRuns } from '../render/check.ts';
import type { Account } from '../state/account.ts';
import type { CheckRun, CheckSuite } from '../state/check.ts';
import type { Repository } from '../state/repository.ts';
import { nextId } from '../state/state.ts';
import { announce, emit } from '../webhooks/emit.ts';
import type { World } from '../world.ts';

/** On each push GitHub opens a suite for every App that may write checks, and asks it to run some. */
export async function requestCheckSuite(
  world: World,
  repository: Repository,
  sender: Account,
  push: { branch: string; before: string; after: string },
): Promise<void> {
  if (world.state.app.permissions['checks'] !== 'write') return;
  const suite = ensureCheckSuite(world, repository, push.after, push);
  await emitCheckSuite(world, repository, suite, { action: 'requested', sender });
}

export function ensureCheckSuite(
  world: World,
  repository: Repository,
  sha: string,
  push?: { branch: string; before: string },
): CheckSuite {
  const found = repository.checkSuites.find((suite) => suite.sha === sha);
  if (found) return found;
  const at = world.clock.now();
  const suite = {
    id: nextId(world.state),
    sha,
    branch: push?.branch,
    before: push?.before,
    createdAt: at,
    updatedAt: at,
  };
  repository.checkSuites.push(suite);
  return suite;
}

export type NewCheckRun = Omit<CheckRun, 'id' | 'suiteId'>;

export async function createCheckRun(
  world: World,
  repository: Repository,
  sender: Account,
  wanted: NewCheckRun,
): Promise<CheckRun> {
  const suite = ensureCheckSuite(world, repository, wanted.sha);
  const run: CheckRun = { ...wanted, id: nextId(world.state), suiteId: suite.id };
  repository.checkRuns.push(run);
  emitCheckRun(world, repository, run, { action: 'created', sender });
  if (run.status === 'completed') await completeCheckRun(world, repository, run, sender);
  return run;
}

export async function updateCheckRun(
  world: World,
  repository: Repository,
  sender: Account,
  { run, change }: { run: CheckRun; change: Partial<NewCheckRun> },
): Promise<void> {
  const wasCompleted = run.status === 'completed';
  Object.assign(run, change);
  if (run.status === 'completed' && !wasCompleted) await completeCheckRun(world, repository, run, sender);
  announceCommit(world, repository, run.sha);
}

async function completeCheckRun(world: World, repository: Repository, run: CheckRun, sender: Account): Promise<void> {
  run.completedAt ??= world.clock.now();
  emitCheckRun(world, repository, run, { action: 'completed', sender });
  const suite = repository.checkSuites.find(({ id }) => id === run.suiteId);
  const runs = repository.checkRuns.filter(({ suiteId }) => suiteId === run.suiteId);
  if (!suite || summarizeCheckRuns(runs).status !== 'completed') return;
  suite.updatedAt = world.clock.now();
  await emitCheckSuite(world, repository, suite, { action: 'completed', sender });
}

/** Every pull request whose head is the commit looks different now. */
export function announceCommit(world: World, repository: Repository, sha: string): void {
  for (const { head, number } of repository.pullRequests) if (head.sha === sha) announce(world, repository, number);
  announce(world, repository);
}

function emitCheckRun(
  world: World,
  repository: Repository,
  run: CheckRun,
  { action, sender }: { action: 'created' | 'completed'; sender: Account },
): void {
  const { links, state } = world;
  const suite = repository.checkSuites.find(({ id }) => id === run.suiteId);
  const runs = repository.checkRuns.filter(({ suiteId }) => suiteId === run.suiteId);
  const rendered = renderCheckRun(links, state.app, repository, run);
  const simpleSuite = {
    id: run.suiteId,
    head_branch: suite?.branch ?? null,
    head_sha: run.sha,
    ...summarizeCheckRuns(runs),
    app: rendered.app,
    pull_requests: rendered.pull_requests,
  };
  const payload = { check_run: { ...rendered, check_suite: simpleSuite } };
  emit(world, { event: 'check_run', action, repository, sender, payload });
  announceCommit(world, repository, run.sha);
}

async function emitCheckSuite(
  world: World,
  repository: Repository,
  suite: CheckSuite,
  { action, sender }: { action: 'requested' | 'completed'; sender: Account },
): Promise<void> {
  const { links, state } = world;
  const commit = await readCommit(repository.directory, suite.sha);
  const rendered = renderCheckSuite(links, state.app, repository, suite, commit);
  emit(world, { event: 'check_suite', action, repository, sender, payload: { check_suite: rendered } });
}
