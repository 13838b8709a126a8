import type { IconName } from '@primer/octicons';
import { html } from 'hono/html';
import type { Account } from '../../state/account.ts';
import type { PullRequest } from '../../state/pull-request.ts';
import { fullName } from '../../state/repository.ts';
import type { TimelineEntry } from '../../state/timeline.ts';
import { accountLink } from '../account-link.ts';
import { avatar } from '../avatar.ts';
import { commitLink } from '../commit-link.ts';
import type { Html } from '../html.ts';
import { icon } from '../icon.ts';
import { renderTime } from '../time.ts';
import { renderTitle } from '../title.ts';
import type { Visit } from '../visit.ts';

type SmallEntry = Exclude<TimelineEntry, { kind: 'labeled' | 'unlabeled' | 'commented' | 'reviewed' | 'deployed' }>;

/** What needs one line only. */
export function renderTimelineItem(visit: Visit, pullRequest: PullRequest, entry: SmallEntry): Html {
  if (entry.kind === 'committed') return renderCommit(pullRequest, entry);
  return renderItem(visit, { at: entry.at, actor: entry.actor, ...describeEntry(pullRequest, entry) });
}

interface Item {
  readonly at: Date;
  readonly actor: Account;
  readonly symbol: IconName;
  readonly tone?: 'done' | 'danger' | 'success' | 'accent';
  readonly text: Html;
  /** After the time. */
  readonly more?: Html;
}

/** A line of the timeline: icon, who, what, when. */
export function renderItem(visit: Visit, { at, actor, symbol, tone, text, more }: Item): Html {
  const color = tone === undefined ? '' : `color-bg-${tone}-emphasis color-fg-on-emphasis`;
  return html`<div class="TimelineItem">
    <div class="TimelineItem-badge ${color}">${icon(symbol)}</div>
    <div class="TimelineItem-body">
      ${avatar(actor, 20)} ${accountLink(actor)} ${text} ${renderTime(at, visit.now)} ${more ?? ''}
    </div>
  </div>`;
}

function renderCommit({ repository }: PullRequest, entry: Extract<SmallEntry, { kind: 'committed' }>): Html {
  const [subject] = entry.message.split('\n');
  return html`<div class="TimelineItem TimelineItem--condensed">
    <div class="TimelineItem-badge">${icon('git-commit')}</div>
    <div class="TimelineItem-body timeline-commit">
      ${avatar(entry.actor, 16)}
      <a class="Link--secondary timeline-subject" href="/${fullName(repository)}/commit/${entry.sha}">${subject}</a>
      ${commitLink(repository, entry.sha)}
    </div>
  </div>`;
}

type Described = Pick<Item, 'symbol' | 'tone' | 'text'>;

function describeEntry(pullRequest: PullRequest, entry: Exclude<SmallEntry, { kind: 'committed' }>): Described {
  const { repository, head, base } = pullRequest;
  switch (entry.kind) {
    case 'forcePushed':
      return {
        symbol: 'repo-push',
        text: html`force-pushed the <span class="branch-name">${head.ref}</span> branch from
          ${commitLink(repository, entry.before)} to ${commitLink(repository, entry.after)}`,
      };
    case 'renamed':
      return {
        symbol: 'pencil',
        text: html`changed the title <del class="color-fg-default">${renderTitle(entry.from)}</del>
          <ins class="color-fg-default no-underline">${renderTitle(entry.to)}</ins>`,
      };
    case 'merged':
      return {
        symbol: 'git-merge',
        tone: 'done',
        text: html`merged commit ${commitLink(repository, entry.sha)} into
          <span class="branch-name">${base.ref}</span>`,
      };
    case 'closed':
      return { symbol: 'git-pull-request-closed', tone: 'danger', text: html`closed this` };
    case 'reopened':
      return { symbol: 'git-pull-request', tone: 'success', text: html`reopened this` };
    case 'convertedToDraft':
      return { symbol: 'git-pull-request-draft', text: html`marked this pull request as draft` };
    case 'readyForReview':
      return { symbol: 'eye', text: html`marked this pull request as ready for review` };
    case 'headDeleted':
      return { symbol: 'git-branch', text: html`deleted the <span class="branch-name">${head.ref}</span> branch` };
  }
}
