import { html } from 'hono/html';
import { fullName } from '../../state/repository.ts';
import type { Repository } from '../../state/repository.ts';
import type { Deployment, DeploymentStatus } from '../../state/deployment.ts';
import { accountLink } from '../account-link.ts';
import { commitLink } from '../commit-link.ts';
import { renderDeploymentLinks, renderDeploymentState, renderState } from '../deployment-state.ts';
import { renderDocument } from '../document.ts';
import type { Html } from '../html.ts';
import { renderTime } from '../time.ts';
import type { Visit } from '../visit.ts';
import { renderRepositoryHeader } from './repository-header.ts';

/** Every deployment by environment, newest first, each with all states that it went through. */
export function renderDeploymentsPage(visit: Visit, repository: Repository): Html {
  const { environments } = repository;
  return renderDocument(visit, {
    title: `Deployments · ${fullName(repository)}`,
    repository,
    header: renderRepositoryHeader(repository, 'deployments'),
    main:
      environments.length === 0
        ? html`<div class="blankslate"><p>Nothing was deployed yet.</p></div>`
        : html`${environments.map(({ name }) => renderEnvironment(visit, repository, name))}`,
  });
}

function renderEnvironment(visit: Visit, repository: Repository, name: string): Html {
  const deployments = repository.deployments.filter(({ environment }) => environment === name).toReversed();
  return html`<section class="Box mb-4" data-environment="${name}">
    <h2 class="Box-header Box-title">${name} <span class="Counter">${deployments.length}</span></h2>
    ${deployments.map((deployment) => renderDeployment(visit, repository, deployment))}
  </section>`;
}

function renderDeployment(visit: Visit, repository: Repository, deployment: Deployment): Html {
  const { id, sha, ref, creator, description, createdAt, statuses } = deployment;
  return html`<div class="Box-row">
    <div class="status-row">
      <div class="status-text">
        ${renderDeploymentState(deployment)} <span class="branch-name">${ref.slice(0, 40)}</span>
        ${commitLink(repository, sha)} ${description ?? ''}
        <p class="color-fg-muted text-small mb-0">by ${accountLink(creator)} ${renderTime(createdAt, visit.now)}</p>
      </div>
      <div class="status-links">${renderDeploymentLinks(deployment)}</div>
    </div>
    <details class="deployment-history" id="deployment-${id}">
      <summary>${statuses.length} ${statuses.length === 1 ? 'status' : 'statuses'}</summary>
      <ol class="history">
        ${statuses.map((status) => renderStatus(visit, status))}
      </ol>
    </details>
  </div>`;
}

function renderStatus(visit: Visit, { state, description, createdAt }: DeploymentStatus): Html {
  return html`<li>
    ${renderState(state)} ${description}
    <span class="color-fg-muted text-small">${renderTime(createdAt, visit.now)}</span>
  </li>`;
}
