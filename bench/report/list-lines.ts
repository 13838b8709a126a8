import type { Summary } from '../figures/summarize.ts';

/** One time to show of a tool: berth has one for its graph alone, and one for all that a person waits for. */
export interface Line {
  readonly summary: Summary;
  readonly title: string;
  readonly metric: 'readyS' | 'fromMarkS';
  readonly seconds: number;
}

/** Lists the times of the tools in one piece of work, the shortest first. */
export function listLines(
  summaries: readonly Summary[],
  tools: Readonly<Record<string, { readonly title: string }>>,
): readonly Line[] {
  return summaries
    .flatMap((summary): readonly Line[] => {
      const title = tools[summary.tool]?.title ?? summary.tool;
      return [
        { summary, title, metric: 'readyS', seconds: summary.median('readyS') },
        { summary, title: `${title}, from the label`, metric: 'fromMarkS', seconds: summary.median('fromMarkS') },
      ];
    })
    .filter(({ seconds }) => Number.isFinite(seconds))
    .toSorted((a, b) => a.seconds - b.seconds);
}
