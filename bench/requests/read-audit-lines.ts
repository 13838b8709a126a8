import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { RequestMark } from './mark-requests.ts';

/** Reads the lines that have come to an audit log since a mark, each a request that was answered. */
export async function* readAuditLines({ auditLog, offset }: RequestMark): AsyncGenerator<string> {
  // A log that has become shorter was begun anew.
  const start = (await stat(auditLog)).size < offset ? 0 : offset;
  const lines = createInterface({ input: createReadStream(auditLog, { start }), crlfDelay: Infinity });
  // The last line may be half written.
  for await (const line of lines) if (line.endsWith('}')) yield line;
}
