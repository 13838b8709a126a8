import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** Who asked the API server for something. */
export type Asker = Readonly<z.output<typeof Asker>>;
const Asker = z
  .object({ user: z.object({ username: z.string() }), userAgent: z.string().default('') })
  .transform(({ user, userAgent }) => ({ user: user.username, agent: userAgent }));

/** A place in the audit log. */
export interface RequestMark {
  readonly auditLog: string;
  readonly offset: number;
}

export async function markRequests(auditLog: string): Promise<RequestMark> {
  return { auditLog, offset: (await stat(auditLog)).size };
}

/** Counts what the API server has answered since the mark to those who are meant; the log has every request once. */
export async function countRequests(
  { auditLog, offset }: RequestMark,
  isMeant: (asker: Asker) => boolean,
): Promise<number> {
  // A log that has become shorter was begun anew.
  const start = (await stat(auditLog)).size < offset ? 0 : offset;
  const lines = createInterface({ input: createReadStream(auditLog, { start }), crlfDelay: Infinity });
  let count = 0;
  for await (const line of lines) if (isMeant(parseAsker(line))) count += 1;
  return count;
}

function parseAsker(line: string): Asker {
  // The last line may be half written.
  if (!line.endsWith('}')) return { user: '', agent: '' };
  return Asker.parse(JSON.parse(line));
}
