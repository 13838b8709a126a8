import type { Environment } from '../../environment/environment.ts';
import type { ReleaseStatus } from '../../environment/release-status.ts';
import { describeRelease, describeTime } from '../describe/describe-release.ts';
import { describeChart } from '../describe/describe-services.ts';
import { cleanText } from '../text/clean-text.ts';
import { html, renderHtml, type Html } from '../text/render-html.ts';

/** Renders the releases as a table, each with a bar that shows when it ran beside the others. */
export function renderReleases({ status }: Environment): Html {
  const span = determineSpan(status.releases);
  const rows = status.releases.map((release) => {
    const { id, phase } = release;
    return html`<tr id="release-${cleanText(id)}">
      <th scope="row"><code>${cleanText(id)}</code></th>
      <td class="chart"><code>${cleanText(describeChart(release))}</code></td>
      <td class="is-${phase.toLowerCase()}">${renderHtml(describeRelease(release))}</td>
      <td class="number">${describeTime(release)}</td>
      <td class="when">${renderBar(release, span)}</td>
    </tr>`;
  });
  return html`<section id="releases">
    <h2>Releases</h2>
    <div class="table" role="region" aria-label="Releases" tabindex="0">
      <table class="releases">
        <thead>
          <tr>
            <th scope="col">Release</th>
            <th scope="col" class="chart">Chart</th>
            <th scope="col">State</th>
            <th scope="col" class="number">Took</th>
            <th scope="col" class="when">When</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

interface Span {
  readonly fromMs: number;
  readonly lengthMs: number;
}

/** From the first start to the last thing that happened; a shorter span than a second would show nothing. */
function determineSpan(releases: readonly ReleaseStatus[]): Span {
  const times = releases.flatMap(({ startedAt, readyAt }) => [startedAt, readyAt].flatMap((time) => time ?? []));
  const all = times.map((time) => Date.parse(time));
  const fromMs = Math.min(...all);
  return { fromMs, lengthMs: Math.max(1_000, Math.max(...all) - fromMs) };
}

function renderBar({ startedAt, readyAt, phase }: ReleaseStatus, { fromMs, lengthMs }: Span): Html | undefined {
  if (startedAt === undefined) return undefined;
  const start = toPercent(Date.parse(startedAt) - fromMs, lengthMs);
  const end = readyAt === undefined ? 100 : toPercent(Date.parse(readyAt) - fromMs, lengthMs);
  const width = Math.max(1.5, end - start);
  return html`<svg class="bar is-${phase.toLowerCase()}" width="100%" height="10" aria-hidden="true">
    <rect x="${Math.min(start, 98.5)}%" width="${width}%" height="10" rx="3" />
  </svg>`;
}

function toPercent(partMs: number, wholeMs: number): number {
  return Math.min(100, Math.max(0, Math.round((1_000 * partMs) / wholeMs) / 10));
}
