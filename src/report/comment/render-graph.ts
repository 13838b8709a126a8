import type { ReleaseStatus } from '../../environment/release-status.ts';
import { releaseMarks } from '../describe/describe-release.ts';
import { cleanText } from '../text/clean-text.ts';

/** Drawn with more, nobody can read the words in it. */
export const mostDrawn = 40;

/** Renders releases and what they wait for as a Mermaid diagram, which GitHub draws. A service is a box around its releases. */
export function renderGraph(releases: readonly ReleaseStatus[]): string {
  const ids = new Map(releases.map(({ id }, index) => [id, `r${index}`]));
  const services = [...new Set(releases.map(({ service }) => service))];
  const nodes = services.flatMap((service, index) => {
    const own = releases.filter((release) => release.service === service).map((release) => renderNode(release, ids));
    return services.length === 1
      ? own
      : [
          `  subgraph s${index}["${toLabel(service)}"]`,
          ...own,
          '  end',
          `  style s${index} fill:transparent,stroke:#818b98`,
        ];
  });
  const edges = releases.flatMap(({ id, dependencies }) =>
    [...new Set(dependencies)].flatMap((dependency) => {
      const from = ids.get(dependency);
      return from === undefined || dependency === id ? [] : [`  ${from} --> ${ids.get(id) ?? ''}`];
    }),
  );
  const used = new Set(releases.map(({ phase }) => phase));
  const classes = Object.entries(classStyles)
    .filter(([phase]) => used.has(phase as ReleaseStatus['phase']))
    .map(([phase, style]) => `  classDef ${phase} ${style}`);
  return ['```mermaid', 'flowchart LR', ...nodes, ...edges, ...classes, '```'].join('\n');
}

/** With a colour of text of their own, so that they read on a dark page as well. */
const classStyles: Readonly<Record<ReleaseStatus['phase'], string>> = {
  Pending: 'fill:#f6f8fa,stroke:#818b98,color:#1f2328,stroke-dasharray:4 3',
  Applying: 'fill:#ddf4ff,stroke:#0969da,color:#1f2328',
  Settling: 'fill:#ddf4ff,stroke:#0969da,color:#1f2328',
  Ready: 'fill:#dafbe1,stroke:#1a7f37,color:#1f2328',
  Failed: 'fill:#ffebe9,stroke:#cf222e,color:#1f2328,stroke-width:2px',
  Removing: 'fill:#f6f8fa,stroke:#9a6700,color:#1f2328',
};

function renderNode({ id, name, phase }: ReleaseStatus, ids: ReadonlyMap<string, string>): string {
  const { symbol, word } = releaseMarks[phase];
  return `    ${ids.get(id) ?? ''}["${toLabel(name)}<br/>${symbol} ${word}"]:::${phase}`;
}

/** Mermaid reads HTML and Markdown in labels: whatever is no letter or digit is written as the number of its character. */
function toLabel(text: string): string {
  const escape = (character: string) => `#${character.codePointAt(0) ?? 0};`;
  return cleanText(text, 60).replaceAll(/[^\p{L}\p{N} -]/gu, escape);
}
