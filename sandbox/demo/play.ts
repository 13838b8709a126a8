import { setTimeout as sleep } from 'node:timers/promises';
import { CoreV1Api, type KubeConfig } from '@kubernetes/client-node';
import type { GitHub } from '../github/github.ts';
import type { Account } from '../github/state/account.ts';
import { currentState, type Deployment } from '../github/state/deployment.ts';
import type { PullRequest } from '../github/state/pull-request.ts';
import type { Repository } from '../github/state/repository.ts';
import { changeWelcome } from '../samples/open-sample-pull-request.ts';
import type { ShopCi } from '../samples/run-shop-ci.ts';
import { UserError } from '../user-error.ts';
import { listEnvironments } from './remove-environments.ts';
import { checkShop } from './check-shop.ts';

export interface Stage {
  readonly github: GitHub;
  readonly repository: Repository;
  readonly pullRequest: PullRequest;
  readonly ci: ShopCi;
  readonly config: KubeConfig;
  /** Of its `Environment` objects. */
  readonly berthNamespace: string;
  readonly gatewayUrl: string;
  /** Tells one line. */
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
}

/** How long each step took, in milliseconds. */
export interface Played {
  readonly firstWordMs: number;
  readonly liveMs: number;
  readonly liveAfterPushMs: number;
  readonly goneMs: number;
}

/** Plays what happens to a pull request: labelled, live, pushed to, live again, unlabelled, gone. Throws if any of it does not happen. */
export async function play(stage: Stage): Promise<Played> {
  const { github, repository, pullRequest, ci, tell } = stage;
  const ada = findPerson(github, 'ada');
  tell('CI builds the images of the pull request');
  await ci.settle();

  tell('ada adds the label preview');
  const labelled = performance.now();
  github.actions.addLabel(pullRequest, ada, 'preview');
  await until(stage, 'a first word on the pull request', 30_000, () => hasWord(stage));
  const firstWordMs = performance.now() - labelled;
  tell(`first word on the pull request after ${formatSeconds(firstWordMs)}`);
  const liveMs = await untilLive(stage, labelled);
  await checkShop(stage, { sha: pullRequest.head.sha, welcome: 'Come in, we are open.' });

  tell('ada pushes another commit');
  const pushed = performance.now();
  const welcome = 'Come in, and mind the step.';
  await changeWelcome(github.actions, repository, { author: ada, welcome, message: 'Mind the step' });
  await ci.settle();
  const built = performance.now();
  tell(`CI took ${formatSeconds(built - pushed)}`);
  const liveAfterPushMs = await untilLive(stage, built);
  await checkShop(stage, { sha: pullRequest.head.sha, welcome });

  tell('ada takes the label off');
  const unlabelled = performance.now();
  github.actions.removeLabel(pullRequest, ada, 'preview');
  await until(stage, 'everything to be gone', 120_000, () => isGone(stage));
  const goneMs = performance.now() - unlabelled;
  tell(`nothing is left after ${formatSeconds(goneMs)}, and the pull request says so`);
  return { firstWordMs, liveMs, liveAfterPushMs, goneMs };
}

function findPerson({ state }: GitHub, login: string): Account {
  const found = [...state.accounts.values()].find((account) => account.login === login);
  if (found === undefined) throw new UserError(`${login} is not there: start the demo again`);
  return found;
}

export function formatSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function listDeployments({ repository, pullRequest }: Stage): readonly Deployment[] {
  return repository.deployments.filter(({ sha }) => sha === pullRequest.head.sha);
}

function hasWord(stage: Stage): boolean {
  // GitHub shows a deployment on the pull request from its first moment, as requested and pending.
  return stage.pullRequest.comments.length > 0 || listDeployments(stage).length > 0;
}

async function untilLive(stage: Stage, sinceMs: number): Promise<number> {
  await until(stage, 'the preview to be live', 180_000, () => {
    const state = listDeployments(stage).map(currentState).at(-1);
    if (state === 'failure' || state === 'error') {
      throw new UserError(`the deployment ended in "${state}": ${stage.pullRequest.comments.at(-1)?.body ?? ''}`);
    }
    return state === 'success';
  });
  const tookMs = performance.now() - sinceMs;
  const url = listDeployments(stage).at(-1)?.statuses.at(-1)?.environmentUrl;
  stage.tell(`live after ${formatSeconds(tookMs)} at ${url ?? ''}`);
  return tookMs;
}

async function isGone(stage: Stage): Promise<boolean> {
  const { config, berthNamespace, github, repository, pullRequest } = stage;
  const isSaid = pullRequest.comments.some(({ body }) => /removed/i.test(body));
  if (!isSaid || repository.deployments.some((deployment) => currentState(deployment) !== 'inactive')) return false;
  if ((await listEnvironments({ config, namespace: berthNamespace })).length > 0) return false;
  const core = config.makeApiClient(CoreV1Api);
  const { items } = await core.listNamespace({ labelSelector: `berth.dev/installation=${berthNamespace}` });
  const volumes = await core.listPersistentVolume();
  await github.settle();
  const isVolumeOurs = (namespace = '') => namespace.startsWith('acme-shop-');
  return items.length === 0 && !volumes.items.some(({ spec }) => isVolumeOurs(spec?.claimRef?.namespace));
}

async function until(
  { signal, pullRequest }: Stage,
  what: string,
  withinMs: number,
  isThere: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await isThere())) {
    signal.throwIfAborted();
    if (performance.now() > deadline) {
      const said = pullRequest.comments.at(-1)?.body ?? 'nothing';
      throw new UserError(`waited ${withinMs / 1_000} s for ${what}. The pull request says:\n${said}`);
    }
    await sleep(50);
  }
}
