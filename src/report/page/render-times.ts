import { determineCriticalPath, type CriticalPath } from '../../environment/determine-critical-path.ts';
import type { Environment } from '../../environment/environment.ts';
import type { ReleaseStatus } from '../../environment/release-status.ts';
import { describeIdle } from '../describe/describe-critical-path.ts';
import { describeTimes } from '../describe/describe-release.ts';
import { cleanText } from '../text/clean-text.ts';
import { formatDuration } from '../text/format-duration.ts';
import { html, type Html } from '../text/render-html.ts';
import { listBars, type Bar, type Bars, type Segment } from './list-bars.ts';

/** Renders how long what took, a bar a release, and which of them decided how long it took in all. */
export function renderTimes({ status }: Environment): Html | undefined {
  const found = listBars(status);
  if (found === undefined) return undefined;
  const path = determineCriticalPath(status);
  const { bars, spanMs, preparingMs } = found;
  const rows = bars.map((bar) => renderRow(bar, status.releases, path));
  const hidden = status.releases.length - bars.length;
  return html`<section id="times" role="region" aria-labelledby="times-title">
    <h2 id="times-title">Times</h2>
    ${path === undefined ? undefined : html`<p>${describeIdle(path)}</p>`}
    <ol class="times" role="list">
      <li class="preparing">
        <span class="what">preparing</span>
        ${renderBar([{ kind: 'waiting', from: 0, to: (100 * preparingMs) / spanMs, isOpen: false }])}
        <span class="spent">${formatDuration(preparingMs)}</span>
      </li>
      ${rows}
    </ol>
    ${hidden === 0 ? undefined : html`<p class="note">${describeHidden(hidden)}</p>`} ${renderLegend(found)}
  </section>`;
}

/** Of those that wait there is nothing to show yet; those that were ready had nothing to do. */
function describeHidden(count: number): string {
  return count === 1
    ? 'One more release is not shown: it had nothing to do so far, or was done again since.'
    : `${count} more releases are not shown: they had nothing to do so far, or were done again since.`;
}

function renderRow({ id, segments }: Bar, releases: readonly ReleaseStatus[], path: CriticalPath | undefined): Html {
  const release = releases.find((one) => one.id === id);
  const isCritical = path?.steps.some((step) => step.id === id) === true;
  return html`<li class="${isCritical ? 'is-critical' : 'is-other'}">
    <span class="what"><code>${cleanText(id)}</code></span>
    ${renderBar(segments)}
    <span class="spent"
      >${release && describeTimes(release)}${isCritical ? html` · <strong>longest way</strong>` : undefined}</span
    >
  </li>`;
}

function renderBar(segments: readonly Segment[]): Html {
  const rects = segments.map(({ kind, from, to, isOpen }) => {
    const { y, height } = shapes[kind];
    const width = Math.max(shortest, Math.round(10 * (to - from)) / 10);
    const name = isOpen ? `${kind} is-open` : kind;
    return html`<rect
      class="${name}"
      x="${Math.min(from, 100 - width)}%"
      y="${y}"
      width="${width}%"
      height="${height}"
    />`;
  });
  return html`<svg class="bar" width="100%" height="12" aria-hidden="true">${rects}</svg>`;
}

/** Where nothing is done, the bar is thin. */
const shapes = {
  waiting: { y: 5, height: 2 },
  applying: { y: 1, height: 10 },
  settling: { y: 1, height: 10 },
  failed: { y: 1, height: 10 },
} as const;
/** In parts of a hundred: what was over at once is to be seen all the same. */
const shortest = 0.4;

/** The words beside each bar say the same, so only those who see the bars need it. */
function renderLegend({ bars, spanMs }: Bars): Html {
  const used = new Set(bars.flatMap(({ segments }) => segments.map(({ kind }) => kind)));
  const entries = legend
    .filter(([kind]) => kind === 'waiting' || used.has(kind))
    .map(([kind, words]) => {
      const { y, height } = shapes[kind];
      return html`<span>
        <svg class="bar" width="20" height="12"><rect class="${kind}" y="${y}" width="20" height="${height}" /></svg>
        ${words}
      </span>`;
    });
  return html`<p class="legend" aria-hidden="true">${entries}<span>A full bar is ${formatDuration(spanMs)}.</span></p>`;
}

const legend = [
  ['waiting', 'waiting'],
  ['applying', 'Helm'],
  ['settling', 'becoming ready'],
  ['failed', 'failed'],
] as const;
