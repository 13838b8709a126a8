import type { Environment } from '../../environment/environment.ts';

/** How an environment is, in a word of its own for the two ends that its phase does not tell apart. */
export type State = 'pending' | 'waiting' | 'deploying' | 'live' | 'failed' | 'removing' | 'blocked' | 'removed';

export function determineState({ status }: Pick<Environment, 'status'>): State {
  switch (status.phase) {
    case 'Pending':
      return 'pending';
    case 'Waiting':
      return 'waiting';
    case 'Deploying':
      return 'deploying';
    case 'Live':
      return 'live';
    case 'Failed':
      return 'failed';
    case 'TearingDown':
      if (status.conditions.some(({ type, status: is }) => type === 'Removed' && is === 'True')) return 'removed';
      return status.blockers.length > 0 ? 'blocked' : 'removing';
  }
}

/** One mark a state, of the kind that releases have and every font knows, beside the word that says the same. */
export const stateMarks = {
  pending: { symbol: '○', word: 'preparing' },
  waiting: { symbol: '○', word: 'waiting' },
  deploying: { symbol: '◐', word: 'deploying' },
  live: { symbol: '✓', word: 'live' },
  failed: { symbol: '✕', word: 'failed' },
  removing: { symbol: '↓', word: 'being removed' },
  blocked: { symbol: '✕', word: 'removal held up' },
  removed: { symbol: '–', word: 'removed' },
} as const satisfies Readonly<Record<State, { readonly symbol: string; readonly word: string }>>;
