import { html } from 'hono/html';
import type { Label } from '../../state/label.ts';
import type { PullRequest } from '../../state/pull-request.ts';
import type { Html } from '../html.ts';
import { icon } from '../icon.ts';
import { labelStyle, labelTag } from '../label-tag.ts';
import { wellKnownLabels } from '../well-known-labels.ts';
import type { Visit } from '../visit.ts';
import { pullRequestAddress } from './pull-request-address.ts';

/** The labels, a picker for all of them, and one press for those that berth listens to. */
export function renderLabels(_visit: Visit, pullRequest: PullRequest): Html {
  const { labels } = pullRequest;
  return html`<section class="sidebar-section" id="labels">
    <div class="sidebar-head">
      <h2>Labels</h2>
      ${renderPicker(pullRequest)}
    </div>
    <div class="label-list">
      ${labels.length === 0 ? html`<span class="color-fg-muted">None yet</span>` : labels.map(labelTag)}
    </div>
    ${pullRequest.state === 'open' ? renderQuickLabels(pullRequest) : ''}
  </section>`;
}

function renderQuickLabels(pullRequest: PullRequest): Html {
  return html`<form class="quick-labels" method="post" action="${pullRequestAddress(pullRequest)}/labels" data-inline>
    ${wellKnownLabels.map(({ name }) => {
      const isSet = pullRequest.labels.some((label) => label.name === name);
      return html`<button class="btn btn-sm" name="${isSet ? 'remove' : 'add'}" value="${name}">
        ${icon(isSet ? 'x' : 'plus')} ${name}
      </button>`;
    })}
  </form>`;
}

function renderPicker(pullRequest: PullRequest): Html {
  return html`<details class="menu-details" id="label-picker">
    <summary class="btn-octicon" aria-label="Choose labels">${icon('gear')}</summary>
    <div class="menu-popover">
      <form method="post" action="${pullRequestAddress(pullRequest)}/labels" data-inline="stay">
        <p class="menu-title">Apply labels to this pull request</p>
        ${listChoices(pullRequest).map((label) => renderChoice(pullRequest, label))}
      </form>
      <form class="new-label" method="post" action="${pullRequestAddress(pullRequest)}/labels" data-inline="stay">
        <label class="sr-only" for="new-label">New label</label>
        <input
          class="form-control input-sm"
          id="new-label"
          name="add"
          placeholder="New label"
          required
          maxlength="50"
        />
        <button class="btn btn-sm">Create</button>
      </form>
    </div>
  </details>`;
}

type Choice = Pick<Label, 'name' | 'color' | 'description'>;

function listChoices({ repository }: PullRequest): Choice[] {
  const missing = wellKnownLabels.filter(({ name }) => !repository.labels.some((label) => label.name === name));
  return [...repository.labels, ...missing].toSorted((a, b) => a.name.localeCompare(b.name));
}

function renderChoice(pullRequest: PullRequest, { name, color, description }: Choice): Html {
  const isSet = pullRequest.labels.some((label) => label.name === name);
  return html`<button
    class="menu-entry"
    name="${isSet ? 'remove' : 'add'}"
    value="${name}"
    aria-pressed="${isSet ? 'true' : 'false'}"
  >
    <span class="menu-check">${isSet ? icon('check') : ''}</span>
    <span class="label-dot" style="${labelStyle(color)}"></span>
    <span class="menu-text">${name}${description === undefined ? '' : html`<small>${description}</small>`}</span>
  </button>`;
}
