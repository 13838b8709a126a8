import { html } from 'hono/html';
import type { Deployment } from '../../state/deployment.ts';
import type { TimelineEntry } from '../../state/timeline.ts';
import { renderDeploymentState, renderDeploymentLinks } from '../deployment-state.ts';
import type { Html } from '../html.ts';
import type { Visit } from '../visit.ts';
import { renderItem } from './timeline-item.ts';

/** A deployment in the timeline, with the state that it has now. */
export function renderDeployed(visit: Visit, { at, actor }: TimelineEntry, deployment: Deployment): Html {
  return renderItem(visit, {
    at,
    actor,
    symbol: 'rocket',
    text: html`deployed to <strong class="color-fg-default">${deployment.environment}</strong>`,
    more: html`${renderDeploymentState(deployment)} ${renderDeploymentLinks(deployment)}`,
  });
}
