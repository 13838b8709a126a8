import { html } from 'hono/html';
import { currentState } from '../state/deployment.ts';
import type { Deployment, DeploymentState } from '../state/deployment.ts';
import type { Html } from './html.ts';
import { icon } from './icon.ts';
import { safeUrl } from './safe-url.ts';

const looks = {
  success: { label: 'Active', tone: 'success' },
  in_progress: { label: 'In progress', tone: 'attention' },
  queued: { label: 'Queued', tone: 'attention' },
  pending: { label: 'Pending', tone: 'attention' },
  failure: { label: 'Failure', tone: 'danger' },
  error: { label: 'Error', tone: 'danger' },
  inactive: { label: 'Inactive', tone: 'secondary' },
} as const satisfies Record<DeploymentState, { label: string; tone: string }>;

/** The badge with the deployment's present state. */
export function renderDeploymentState(deployment: Deployment): Html {
  return renderState(currentState(deployment));
}

export function renderState(state: DeploymentState): Html {
  const { label, tone } = looks[state];
  return html`<span class="Label Label--${tone}">${label}</span>`;
}

/** Where it can be opened, and where its log is. */
export function renderDeploymentLinks(deployment: Deployment): Html {
  const last = deployment.statuses.at(-1);
  const environment = last?.state === 'inactive' ? undefined : safeUrl(last?.environmentUrl);
  const log = safeUrl(last?.logUrl);
  return html`${environment === undefined ? '' : html`<a class="btn btn-sm" href="${environment}" rel="nofollow noopener">View deployment ${icon('link-external')}</a>`}
  ${log === undefined ? '' : html`<a class="log-link" href="${log}" rel="nofollow noopener">View log</a>`}`;
}
