import type { ReleaseStatus } from '../../environment/release-status.ts';
import { formatDuration, formatSpan } from '../text/format-duration.ts';
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

/** How long it waited for Helm, Helm took, and it was ready after that, as far as it has come. */
export function describeTimes({ runnableAt, startedAt, appliedAt, readyAt, phase }: ReleaseStatus): string {
  const waitedMs = Date.parse(startedAt ?? '') - Date.parse(runnableAt ?? '');
  const applied = formatSpan(startedAt, appliedAt);
  const ready = formatSpan(appliedAt, readyAt);
  const parts = [
    waitedMs >= worthSayingMs ? `waited ${formatDuration(waitedMs)}` : undefined,
    applied && `Helm ${applied}`,
    ready && `ready ${ready} later`,
    describeGoingOn(phase, startedAt !== undefined),
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

/** Less would be shown as 0.0 s. */
const worthSayingMs = 50;

function describeGoingOn(phase: ReleaseStatus['phase'], hasStarted: boolean): string | undefined {
  switch (phase) {
    case 'Applying':
      return hasStarted ? 'Helm is at work' : 'waits for Helm';
    case 'Settling':
      return 'starting';
    case 'Failed':
      return 'failed';
    case 'Ready':
    case 'Pending':
    case 'Removing':
      return undefined;
  }
}
