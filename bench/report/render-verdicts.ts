import type { Sample } from '../figures/sample.ts';
import { judgeGoals } from './judge-goals.ts';
import { renderTable } from './render-table.ts';

/** Renders what was wanted of berth beside what was seen, a miss as plainly as what was met. */
export function renderVerdicts(samples: readonly Sample[]): string {
  const rows = judgeGoals(samples).map(({ what, wanted, seen, isMet }) => [
    ...[what, wanted, seen],
    isMet ? 'met' : '**missed**',
  ]);
  return rows.length === 0 ? '' : renderTable(['what', 'wanted', 'seen', ''], rows);
}
