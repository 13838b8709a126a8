import { expect, test } from 'vitest';
import { renderTime } from '../../../../sandbox/github/page/time.ts';

const now = new Date('2026-03-01T12:00:00Z');

test.each([
  [0, 'now'],
  [59, 'now'],
  [60, '1 minute ago'],
  [3_599, '59 minutes ago'],
  [3_600, '1 hour ago'],
  [86_399, '23 hours ago'],
  [86_400, 'yesterday'],
  [3 * 86_400, '3 days ago'],
  [-30, 'now'],
])('what happened %i seconds ago happened %j', async (seconds, text) => {
  const html = await renderTime(new Date(now.getTime() - seconds * 1000), now);

  expect(html.toString()).toContain(`>${text}</time>`);
});
