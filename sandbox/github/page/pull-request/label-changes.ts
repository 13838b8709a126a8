import { html } from 'hono/html';
import type { TimelineEntry } from '../../state/timeline.ts';
import type { Html } from '../html.ts';
import { labelTag } from '../label-tag.ts';
import { renderItem } from './timeline-item.ts';
import type { Visit } from '../visit.ts';

type LabelChange = Extract<TimelineEntry, { kind: 'labeled' | 'unlabeled' }>;
type OtherEntry = Exclude<TimelineEntry, LabelChange>;
type Group =
  | { readonly kind: 'labels'; readonly changes: readonly LabelChange[] }
  | { readonly kind: 'other'; readonly entry: OtherEntry };

const togetherMs = 60_000;

/** Puts together what one person labelled within a minute, as GitHub tells it. */
export function groupLabels(timeline: readonly TimelineEntry[]): Group[] {
  const groups: Group[] = [];
  for (const entry of timeline) {
    if (!isLabelChange(entry)) {
      groups.push({ kind: 'other', entry });
      continue;
    }
    const last = groups.at(-1);
    if (last?.kind === 'labels' && belongsTo(last.changes, entry)) {
      groups[groups.length - 1] = { kind: 'labels', changes: [...last.changes, entry] };
    } else {
      groups.push({ kind: 'labels', changes: [entry] });
    }
  }
  return groups;
}

/** `bob added preview and removed staging labels`. */
export function renderLabelChanges(visit: Visit, changes: readonly LabelChange[]): Html {
  const [first] = changes;
  if (first === undefined) return html``;
  const added = changes.filter(({ kind }) => kind === 'labeled');
  const removed = changes.filter(({ kind }) => kind === 'unlabeled');
  return renderItem(visit, {
    at: first.at,
    actor: first.actor,
    symbol: 'tag',
    text: html`${describe('added', added)} ${added.length > 0 && removed.length > 0 ? 'and' : ''}
    ${describe('removed', removed)} ${changes.length === 1 ? 'label' : 'labels'}`,
  });
}

function describe(verb: string, changes: readonly LabelChange[]): Html {
  if (changes.length === 0) return html``;
  return html`${verb} ${changes.map(({ label }) => html`${labelTag(label)} `)}`;
}

function isLabelChange(entry: TimelineEntry): entry is LabelChange {
  return entry.kind === 'labeled' || entry.kind === 'unlabeled';
}

function belongsTo(changes: readonly LabelChange[], entry: LabelChange): boolean {
  const [first] = changes;
  return first?.actor === entry.actor && entry.at.getTime() - first.at.getTime() < togetherMs;
}
