import type { Explanation } from '../describe/explain-reason.ts';
import type { Trouble } from '../describe/list-troubles.ts';
import { own, say } from '../text/phrase.ts';
import { renderLines, renderMarkdown } from '../text/render-markdown.ts';

/** Renders why releases are not as they should be, each with the last lines of its log. */
export function renderTroubles(
  troubles: readonly Trouble[],
  { most, logLines }: { readonly most: number; readonly logLines: number },
): readonly string[] {
  const shown = troubles.slice(0, most).flatMap((trouble) => renderTrouble(trouble, logLines));
  const more = troubles.length - most;
  return more > 0 ? [...shown, `${more} more releases have trouble: see the page.`] : shown;
}

/** Renders what keeps an environment as a whole. */
export function renderObjection({ sentence, detail, next }: Explanation): string {
  return [renderMarkdown(sentence), renderMarkdown(detail), next].filter((text) => text !== '').join(' ');
}

function renderTrouble({ release, explanation }: Trouble, logLines: number): readonly string[] {
  const { sentence, detail, next } = explanation;
  const object = release.object === undefined || release.object === release.id ? [] : say` – ${release.object}`;
  const lines = logLines === 0 ? [] : release.log.slice(-logLines);
  return [
    `**${renderMarkdown(say`${release.id}${object}`)}**  \n${renderMarkdown(say`${sentence} ${own(next + describeRetry(release.nextAttemptAt))}`)}`,
    ...(detail.length === 0 ? [] : [renderMarkdown(detail)]),
    ...(lines.length === 0 ? [] : [renderLines(lines)]),
  ];
}

function describeRetry(nextAttemptAt: string | undefined): string {
  return nextAttemptAt === undefined ? '' : ' berth also tries again by itself.';
}
