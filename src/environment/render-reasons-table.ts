import type { ReasonInfo } from './reason-info.ts';
import { reasons } from './reasons.ts';

/** The table for the documentation, in Markdown. */
export function renderReasonsTable(): string {
  const rows = Object.entries(reasons).map(([name, info]: [string, ReasonInfo]) => {
    const { deployment, says, next } = info;
    return `| \`${name}\` | ${renderDisposition(info)} | ${deployment} | ${says.replaceAll(/\{(\w+)\}/g, '*$1*')} | ${next} |`;
  });
  return [
    '| Reason | What berth does | Deployment | What happened | What to do |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function renderDisposition({ disposition, mends }: ReasonInfo): string {
  return mends === 'operator' ? `${disposition}, operator` : disposition;
}
