import { html } from 'hono/html';
import type { Annotation, CheckRun } from '../../state/check.ts';
import type { PullRequest } from '../../state/pull-request.ts';
import type { Html } from '../html.ts';
import { icon } from '../icon.ts';
import type { Visit } from '../visit.ts';
import { renderBody } from './comment.ts';

/** What a check run reports: summary, text and annotations, folded. */
export function renderCheckOutput(visit: Visit, pullRequest: PullRequest, run: CheckRun): Html {
  const { summary, text, annotations } = run.output;
  if (summary === undefined && text === undefined && annotations.length === 0) return html``;
  return html`<details class="check-output" id="check-${run.id}">
    <summary>Output${annotations.length === 0 ? '' : `, ${countAnnotations(annotations)}`}</summary>
    ${summary === undefined ? '' : renderBody(visit, pullRequest, summary)}
    ${text === undefined ? '' : renderBody(visit, pullRequest, text)} ${annotations.map(renderAnnotation)}
  </details>`;
}

const levels = {
  notice: { symbol: 'info', tone: 'accent' },
  warning: { symbol: 'alert', tone: 'attention' },
  failure: { symbol: 'x-circle', tone: 'danger' },
} as const;

function renderAnnotation({ level, path, startLine, endLine, title, message, rawDetails }: Annotation): Html {
  const { symbol, tone } = levels[level];
  const lines = startLine === endLine ? `${startLine}` : `${startLine}–${endLine}`;
  return html`<div class="annotation annotation-${tone}">
    <div class="annotation-title">
      ${icon(symbol, { className: `fgColor-${tone}`, label: level })}
      <strong>${title ?? level}</strong> <code>${path}:${lines}</code>
    </div>
    <p>${message}</p>
    ${rawDetails === undefined ? '' : html`<pre>${rawDetails}</pre>`}
  </div>`;
}

function countAnnotations(annotations: readonly Annotation[]): string {
  return annotations.length === 1 ? '1 annotation' : `${annotations.length} annotations`;
}
