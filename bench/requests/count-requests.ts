import { z } from 'zod';
import type { RequestMark } from './mark-requests.ts';
import { readAuditLines } from './read-audit-lines.ts';

/** Who asked the API server for something. */
export type Asker = Readonly<z.output<typeof Asker>>;
const Asker = z
  .object({ user: z.object({ username: z.string() }), userAgent: z.string().default('') })
  .transform(({ user, userAgent }) => ({ user: user.username, agent: userAgent }));

/** Counts what the API server has answered since the mark to those who are meant; the log has every request once. */
export async function countRequests(mark: RequestMark, isMeant: (asker: Asker) => boolean): Promise<number> {
  let count = 0;
  for await (const line of readAuditLines(mark)) if (isMeant(Asker.parse(JSON.parse(line)))) count += 1;
  return count;
}
