import { html } from 'hono/html';
import { currentState } from '../../state/deployment.ts';
import type { Deployment } from '../../state/deployment.ts';
import type { PullRequest } from '../../state/pull-request.ts';
import { renderDeploymentLinks, renderDeploymentState } from '../deployment-state.ts';
import type { Html } from '../html.ts';
import { icon } from '../icon.ts';
import { renderTime } from '../time.ts';
import type { Visit } from '../visit.ts';

/** The newest deployment of each environment of this pull request, with its address. */
export function renderDeploymentsBox(visit: Visit, pullRequest: PullRequest): Html {
  const deployments = listLatest(pullRequest);
  if (deployments.length === 0) return html``;
  const { symbol, text } = summarize(deployments);
  return html`<div class="Box-row merge-row" id="deployments">
      <div class="merge-symbol">${symbol}</div>
      <div class="merge-text"><h3>${text}</h3></div>
    </div>
    ${deployments.map((deployment) => renderDeployment(visit, deployment))}`;
}

function listLatest({ timeline, repository }: PullRequest): Deployment[] {
  const ids = new Set(timeline.flatMap((entry) => (entry.kind === 'deployed' ? [entry.deploymentId] : [])));
  const latest = new Map<string, Deployment>();
  for (const deployment of repository.deployments) {
    if (ids.has(deployment.id)) latest.set(deployment.environment, deployment);
  }
  return [...latest.values()];
}

function summarize(deployments: readonly Deployment[]): { readonly symbol: Html; readonly text: string } {
  const states = deployments.map(currentState);
  if (states.some((state) => state === 'failure' || state === 'error')) {
    return {
      symbol: icon('x-circle-fill', { className: 'fgColor-danger' }),
      text: 'This branch had an error being deployed',
    };
  }
  if (states.some((state) => state === 'in_progress' || state === 'queued' || state === 'pending')) {
    return { symbol: icon('rocket', { className: 'fgColor-attention' }), text: 'This branch is being deployed' };
  }
  if (states.includes('success')) {
    return { symbol: icon('rocket', { className: 'fgColor-success' }), text: 'This branch was successfully deployed' };
  }
  return { symbol: icon('rocket', { className: 'fgColor-muted' }), text: 'This branch is not deployed any more' };
}

function renderDeployment(visit: Visit, deployment: Deployment): Html {
  const last = deployment.statuses.at(-1);
  return html`<div class="Box-row status-row" data-environment="${deployment.environment}">
    <div class="status-text">
      <strong>${deployment.environment}</strong> ${renderDeploymentState(deployment)}
      <span class="color-fg-muted">${last?.description ?? ''}</span>
      <span class="color-fg-muted text-small">${renderTime(last?.createdAt ?? deployment.createdAt, visit.now)}</span>
    </div>
    <div class="status-links">${renderDeploymentLinks(deployment)}</div>
  </div>`;
}
