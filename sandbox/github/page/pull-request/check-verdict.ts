import { html } from 'hono/html';
import type { CheckRun } from '../../state/check.ts';
import type { CommitStatus } from '../../state/commit-status.ts';
import type { Html } from '../html.ts';
import { icon } from '../icon.ts';

/** What a status or check run amounts to. */
export interface Verdict {
  readonly kind: 'good' | 'bad' | 'waiting' | 'neutral';
  readonly symbol: Html;
  readonly said: string;
}

export function determineVerdict(check: CommitStatus | CheckRun): Verdict {
  const said = 'context' in check ? check.state : (check.conclusion ?? check.status);
  const kind = determineKind(said);
  return { kind, symbol: renderSymbol(kind), said: said.replaceAll('_', ' ') };
}

function determineKind(
  said: CommitStatus['state'] | NonNullable<CheckRun['conclusion']> | CheckRun['status'],
): Verdict['kind'] {
  switch (said) {
    case 'success':
      return 'good';
    case 'error':
    case 'failure':
    case 'timed_out':
    case 'action_required':
    case 'cancelled':
      return 'bad';
    case 'pending':
    case 'queued':
    case 'in_progress':
      return 'waiting';
    case 'completed':
    case 'neutral':
    case 'skipped':
    case 'stale':
      return 'neutral';
  }
}

function renderSymbol(kind: Verdict['kind']): Html {
  switch (kind) {
    case 'good':
      return icon('check', { className: 'fgColor-success', label: 'successful' });
    case 'bad':
      return icon('x', { className: 'fgColor-danger', label: 'failing' });
    case 'waiting':
      return html`<span class="dot-waiting" role="img" aria-label="in progress"></span>`;
    case 'neutral':
      return icon('square-fill', { className: 'fgColor-muted', label: 'neutral' });
  }
}
