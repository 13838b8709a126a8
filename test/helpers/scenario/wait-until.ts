import { setTimeout as sleep } from 'node:timers/promises';
import { currentState } from '../../../sandbox/github/state/deployment.ts';
import type { PullRequest } from '../../../sandbox/github/state/pull-request.ts';
import { fullName } from '../../../sandbox/github/state/repository.ts';
import { stateMarks } from '../../../src/report/describe/determine-state.ts';
import { listEnvironments } from './list-remains.ts';
import type { Step } from './scenario.ts';
import { findPullRequest, type Cast } from './take-step.ts';

type Wait = Extract<Step, { do: 'wait' }>;

/** Waits until GitHub or the cluster shows what a step waits for, and every webhook about it was answered. */
export async function waitUntil(wait: Wait, cast: Cast): Promise<void> {
  const pullRequest = findPullRequest(wait.pullRequest, cast);
  const deadline = performance.now() + wait.withinSeconds * 1_000;
  while (!(await isSo(wait, pullRequest, cast))) {
    if (performance.now() > deadline) {
      const said = pullRequest.comments.filter(({ viaApp }) => viaApp).at(-1)?.body ?? 'nothing';
      throw new Error(
        `waiting ${wait.withinSeconds} s until ${wait.label} is ${wait.until} in ${cast.repository.name}: the comment says\n${said}`,
      );
    }
    await sleep(50);
  }
}

async function isSo({ until, label, saying }: Wait, pullRequest: PullRequest, cast: Cast): Promise<boolean> {
  const heading = findHeading(pullRequest, label);
  const short = pullRequest.head.sha.slice(0, 7);
  switch (until) {
    case 'live':
    case 'waiting':
    case 'failed':
      return heading.startsWith(`### ${stateMarks[until].symbol} `) && heading.includes(short);
    case 'refused':
      return heading.endsWith(' was refused.');
    case 'removed':
      return heading.includes(' was removed');
    case 'told':
      return findSection(pullRequest, label).includes(saying);
    case 'in progress':
      return cast.repository.deployments.some(
        (one) => one.environment === label && one.sha === pullRequest.head.sha && currentState(one) === 'in_progress',
      );
    case 'tearing down':
      return (await findPhase(pullRequest, label, cast)) === 'TearingDown';
  }
}

function findHeading(pullRequest: PullRequest, label: string): string {
  return findSection(pullRequest, label).split('\n')[0] ?? '';
}

function findSection({ comments }: PullRequest, label: string): string {
  const body = comments.filter(({ viaApp }) => viaApp).at(-1)?.body ?? '';
  const sections = body.split(/^(?=### )/m);
  return sections.find((section) => section.split('\n')[0]?.includes(`\`${label}\``)) ?? '';
}

async function findPhase({ repository, number }: PullRequest, label: string, { stage }: Cast): Promise<string> {
  const environments = await listEnvironments(stage);
  const found = environments.find(
    ({ spec }) => spec.repository === fullName(repository) && spec.pullRequest === number && spec.profile === label,
  );
  return found?.status?.phase ?? 'none';
}
