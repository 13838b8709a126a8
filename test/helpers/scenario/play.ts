import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { fullName, type Repository } from '../../../sandbox/github/state/repository.ts';
import type { PullRequest } from '../../../sandbox/github/state/pull-request.ts';
import { createNormalizer } from './create-normalizer.ts';
import { listRemains } from './list-remains.ts';
import { recordComments } from './record-comments.ts';
import { renderOutcome } from './render-outcome.ts';
import { describeStep } from './describe-step.ts';
import type { Scenario } from './scenario.ts';
import type { Stage } from './stage.ts';
import { takeStep, type Cast } from './take-step.ts';
import { waitUntil } from './wait-until.ts';

/** What came of a scenario. */
export interface Played {
  /** All that could be read on GitHub, in the order in which it happened. */
  readonly story: string;
  /** What is still there after the last pull request lost its labels. */
  readonly remains: readonly string[];
  /** How long each thing that was waited for took from the last step before it. */
  readonly times: readonly { readonly what: string; readonly tookMs: number }[];
}

/** Plays one scenario with a repository of its own, and takes away what is there at its end. */
export async function play(scenario: Scenario, stage: Stage): Promise<Played> {
  const repository = await openRepository(scenario, stage);
  const cast: Cast = { stage, repository, pullRequests: await openPullRequests(scenario, repository, stage) };
  const normalize = createNormalizer(stage, cast.pullRequests);
  const comments = recordComments(stage.github, cast.pullRequests, normalize);
  const story = [scenario.about];
  const times: { what: string; tookMs: number }[] = [];
  let sinceMs = performance.now();
  try {
    for (const step of scenario.steps) {
      if (step.do === 'wait') {
        await waitUntil(step, cast);
        times.push({ what: step.until, tookMs: performance.now() - sinceMs });
      } else {
        await takeStep(step, cast);
        sinceMs = performance.now();
      }
      normalize.learn();
      story.push(...describeStep(step), ...comments.take());
    }
    story.push(...(await untilSaid(() => renderOutcome(cast, normalize))));
    return { story: `${story.join('\n\n')}\n`, times, remains: await takeAway(cast) };
  } finally {
    comments.stop();
  }
}

async function openRepository({ name, repositoryFolder }: Scenario, stage: Stage): Promise<Repository> {
  const { github, organization, people } = stage;
  const content = { folder: repositoryFolder };
  const repository = await github.actions.createRepository({ owner: organization, name, content });
  github.actions.setRole(repository, people.ada, 'write');
  github.actions.setRole(repository, people.tom, 'triage');
  return repository;
}

async function openPullRequests(
  { pullRequests }: Scenario,
  repository: Repository,
  { github, people }: Stage,
): Promise<ReadonlyMap<string, PullRequest>> {
  const opened = new Map<string, PullRequest>();
  for (const [name, { files, fork }] of Object.entries(pullRequests)) {
    const author = people[fork ?? 'ada'];
    const home = fork === undefined ? repository : await github.actions.fork(repository, author);
    const head = `change-${name}`;
    await github.actions.commit(home, { author, branch: head, message: `Change ${name}`, changes: files });
    opened.set(
      name,
      await github.actions.openPullRequest(repository, { author, title: name, head, headRepository: home }),
    );
  }
  return opened;
}

const quietMs = 1_500;

/** What the comment says and what the deployments say is written one after the other. */
async function untilSaid(render: () => readonly string[]): Promise<readonly string[]> {
  for (;;) {
    const said = render();
    await sleep(quietMs);
    if (isDeepStrictEqual(said, render())) return said;
  }
}

const goneWithinMs = 60_000;

async function takeAway({ stage, repository, pullRequests }: Cast): Promise<readonly string[]> {
  const { github, people } = stage;
  for (const pullRequest of pullRequests.values()) {
    for (const { name } of [...pullRequest.labels]) github.actions.removeLabel(pullRequest, people.ada, name);
  }
  const deadline = performance.now() + goneWithinMs;
  let remains = await listRemains(stage, fullName(repository));
  while (remains.environments.length > 0 && performance.now() < deadline) {
    await sleep(100);
    remains = await listRemains(stage, fullName(repository));
  }
  return [...remains.environments, ...remains.namespaces, ...remains.volumes];
}
