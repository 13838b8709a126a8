import type { ReleaseStatus } from '../../environment/release-status.ts';
import { formatSpan } from '../text/format-duration.ts';
import { own, readPhrase, say, type Phrase } from '../text/phrase.ts';

/** What a release is doing: a mark that is no colour, and a word. */
export const releaseMarks = {
  Pending: { symbol: '○', word: 'waiting' },
  Applying: { symbol: '▷', word: 'applying' },
  Settling: { symbol: '◐', word: 'starting' },
  Ready: { symbol: '✓', word: 'ready' },
  Failed: { symbol: '✕', word: 'failed' },
  Removing: { symbol: '↓', word: 'going' },
} as const satisfies Readonly<Record<ReleaseStatus['phase'], { readonly symbol: string; readonly word: string }>>;

/** The state of a release with what it waits for, if that is all there is to say. */
export function describeRelease({ phase, reason, message = '' }: ReleaseStatus): Phrase {
  const { symbol, word } = releaseMarks[phase];
  const state = own(`${symbol} ${word}`);
  if (reason === 'DependencyFailed') return say`${state}: what it depends on failed`;
  if (reason !== undefined || message.trim() === '') return state;
  if (phase === 'Pending') return say`${state} for ${readPhrase(message)}`;
  return phase === 'Settling' ? say`${state}, waits for ${readPhrase(message)}` : state;
}

/** How long it took from the start until it was ready. */
export function describeTime({ startedAt, readyAt, phase }: ReleaseStatus): string | undefined {
  return phase === 'Ready' ? formatSpan(startedAt, readyAt) : undefined;
}
