import type { CriticalPath, CriticalStep } from '../../environment/determine-critical-path.ts';
import type { ReleaseStatus } from '../../environment/release-status.ts';
import { formatDuration } from '../text/format-duration.ts';
import { joinPhrases, own, say, type Phrase } from '../text/phrase.ts';

/** Writes the critical path as people read it: `db` 3.1 s → `api` 2.9 s → `web` 2.2 s (0.2 s idle). */
export function describeCriticalPath({ steps, idleMs }: CriticalPath, releases: readonly ReleaseStatus[]): Phrase {
  const isOneService = new Set(releases.map(({ service }) => service)).size === 1;
  const describeStep = ({ id, applyMs, readinessMs }: CriticalStep) => {
    const { name } = releases.find((release) => release.id === id) ?? { name: id };
    // Kept on one line: a number means nothing without its unit.
    const took = formatDuration(applyMs + readinessMs).replaceAll(' ', '\u00A0');
    return say`${isOneService ? name : id} ${own(took)}`;
  };
  const left = steps.length - mostSteps;
  const between = left > 0 ? [own(`${left + 1} more`)] : [];
  const shown =
    left > 0
      ? [
          ...steps.slice(0, mostSteps / 2).map(describeStep),
          ...between,
          ...steps.slice(1 - mostSteps / 2).map(describeStep),
        ]
      : steps.map(describeStep);
  return say`${joinPhrases(shown, ' → ')} (${own(formatDuration(idleMs))} idle)`;
}

const mostSteps = 6;

/** Writes how much of the way nothing was done in, and how long outputs kept the next release waiting, where that is worth a word. */
export function describeIdle({ steps, totalMs, idleMs }: CriticalPath): string {
  const waitMs = steps.reduce((sum, step) => sum + step.waitMs, 0);
  const why = idleMs < worthSayingMs ? '' : ': a release could run, and Helm had not begun';
  const waited = waitMs < worthSayingMs ? '' : ` ${formatDuration(waitMs)} it waited for outputs.`;
  const idle = `On the longest way ${formatDuration(idleMs)} of that were idle${why}.${waited}`;
  return `The last release was ready ${formatDuration(totalMs)} after the first could run. ${idle}`;
}

/** Less would be shown as 0.0 s. */
const worthSayingMs = 50;
