import { determineCriticalPath, type CriticalPath } from '../../environment/determine-critical-path.ts';
import type { EnvironmentStatus } from '../../environment/environment.ts';
import type { ReleaseStatus } from '../../environment/release-status.ts';
import { describeTime, releaseMarks } from '../describe/describe-release.ts';
import { cleanText } from '../text/clean-text.ts';
import { html, type Html } from '../text/render-html.ts';
import { layOutGraph, nodeSize, type Edge, type Point } from './lay-out-graph.ts';

/** Renders releases and what they wait for as a picture, complete without a script; the table below it says the same in words. */
export function renderGraph(status: Pick<EnvironmentStatus, 'releases' | 'startedAt' | 'liveAt'>): Html {
  const { releases } = status;
  const path = determineCriticalPath(status);
  const { width, height, nodes, edges } = layOutGraph(releases);
  const byId = new Map(releases.map((release) => [release.id, release]));
  const isOneService = new Set(releases.map(({ service }) => service)).size === 1;
  const drawn = nodes.flatMap(({ id, ...at }) => {
    const release = byId.get(id);
    return release === undefined ? [] : [renderNode(release, at, isOneService)];
  });
  return html`<div class="graph" role="region" aria-label="Graph of releases" tabindex="0">
    <svg
      width="${width}"
      height="${height}"
      viewBox="0 0 ${width} ${height}"
      role="img"
      aria-label="${describe(releases)}"
    >
      <defs>
        <marker
          id="arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="10.5"
          markerHeight="10.5"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path class="arrow" d="M0 0 8 4 0 8z" />
        </marker>
      </defs>
      ${edges.map((edge) => renderEdge(edge, path))} ${drawn}
    </svg>
  </div>`;
}

/** The way that decided how long it took is drawn stronger; the times beside the bars say it in words. */
function renderEdge({ from, to, points }: Edge, path: CriticalPath | undefined): Html {
  const steps = path?.steps.map(({ id }) => id) ?? [];
  const isCritical = steps.some((id, index) => id === to && steps[index - 1] === from);
  const name = isCritical ? 'edge is-critical' : 'edge';
  return html`<path class="${name}" d="${drawLine(points)}" marker-end="url(#arrow)" />`;
}

const longestName = 20;

function renderNode(release: ReleaseStatus, { x, y }: Point, isOneService: boolean): Html {
  const { id, name, service, phase } = release;
  const { symbol, word } = releaseMarks[phase];
  const took = describeTime(release);
  const state = `${symbol} ${word}${took === undefined ? '' : ` · ${took}`}`;
  const second = isOneService ? state : `${state} · ${cleanText(service, 12)}`;
  return html`<g class="node is-${phase.toLowerCase()}" transform="translate(${x} ${y})">
    <title>${cleanText(id)}: ${word}</title>
    <rect width="${nodeSize.width}" height="${nodeSize.height}" rx="8" />
    <text class="name" x="14" y="22">${cleanText(name, longestName)}</text>
    <text class="word" x="14" y="40">${second}</text>
  </g>`;
}

function describe(releases: readonly ReleaseStatus[]): string {
  const ready = releases.filter(({ phase }) => phase === 'Ready').length;
  return `${releases.length} releases, ${ready} of them ready, with arrows from each to those that wait for it`;
}

/** Flat where it passes a layer, curved between them. */
function drawLine([start, ...rest]: readonly Point[]): string {
  if (start === undefined) return '';
  let last = start;
  const pieces = rest.map((point) => {
    const half = (point.x - last.x) / 2;
    const piece =
      point.y === last.y
        ? `L${point.x} ${point.y}`
        : `C${last.x + half} ${last.y} ${point.x - half} ${point.y} ${point.x} ${point.y}`;
    last = point;
    return piece;
  });
  return `M${start.x} ${start.y}${pieces.join('')}`;
}
