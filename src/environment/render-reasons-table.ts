import { reasons } from './reasons.ts';

/** The table for the documentation, in Markdown. */
export function renderReasonsTable(): string {
  const rows = Object.entries(reasons).map(
    ([name, { disposition, deployment, says, next }]) =>
      `| \`${name}\` | ${disposition} | ${deployment} | ${says.replaceAll(/\{(\w+)\}/g, '*$1*')} | ${next} |`,
  );
  return [
    '| Reason | What berth does | Deployment | What happened | What to do |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
