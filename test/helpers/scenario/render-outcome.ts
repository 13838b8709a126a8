import type { CheckRun } from '../../../sandbox/github/state/check.ts';
import type { Deployment } from '../../../sandbox/github/state/deployment.ts';
import type { Normalizer } from './create-normalizer.ts';
import type { Cast } from './take-step.ts';

/**
 * Tells what GitHub keeps beside comments: each deployment with the states in which it could stay, and each check run with
 * its annotations. Which states on the way are told depends on how fast the machine is.
 */
export function renderOutcome({ repository }: Cast, normalize: Normalizer): readonly string[] {
  return [
    ...repository.deployments.filter(wasTried).map((deployment) => normalize.text(renderDeployment(deployment))),
    ...repository.checkRuns.map((run) => normalize.text(renderCheckRun(run))),
  ];
}

/** Where preparing a commit takes long, its deployment is there before it is known that nothing can come of it. */
function wasTried({ statuses }: Deployment): boolean {
  return statuses.at(-1)?.description !== 'Not deployed.';
}

function renderDeployment({ environment, sha, statuses }: Deployment): string {
  const lasting = statuses.filter(({ state }) => state !== 'queued' && state !== 'in_progress');
  const rows = lasting.map(
    ({ state, description, environmentUrl }) =>
      `${state}: ${description}${environmentUrl === '' ? '' : ` ${environmentUrl}`}`,
  );
  return [`=== deployment to ${environment} of ${sha}`, ...rows].join('\n');
}

function renderCheckRun({ name, sha, conclusion, output }: CheckRun): string {
  const rows = output.annotations.map(
    ({ path, startLine, startColumn, level, title, message }) =>
      `${path}:${startLine}:${startColumn ?? ''} ${level} ${title ?? ''}\n${message}`,
  );
  const texts = [output.title, output.summary].filter((text) => text !== undefined && text !== '');
  return [`=== check ${name} of ${sha}: ${conclusion ?? 'under way'}`, ...texts, ...rows].join('\n');
}
