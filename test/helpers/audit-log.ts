import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const AuditEvent = z.object({
  auditID: z.string(),
  verb: z.string(),
  requestURI: z.string(),
  user: z.object({ username: z.string() }),
  objectRef: z
    .object({
      resource: z.string().optional(),
      subresource: z.string().optional(),
      namespace: z.string().optional(),
      name: z.string().optional(),
    })
    .optional(),
  responseStatus: z.object({ code: z.number() }).optional(),
});

export type AuditEvent = z.infer<typeof AuditEvent>;

/** A place in the audit log; what is read from it on happened after it was taken. */
export interface AuditMark {
  readonly path: string;
  readonly offset: number;
}

export async function markAuditLog(path: string): Promise<AuditMark> {
  return { path, offset: (await stat(path)).size };
}

/** Reads what the API server was asked since the mark, in order: who, what, and how it was answered. The log has no bodies. */
export async function readAuditLog({ path, offset }: AuditMark): Promise<readonly AuditEvent[]> {
  const events: AuditEvent[] = [];
  const lines = createInterface({ input: createReadStream(path, { start: offset }), crlfDelay: Infinity });
  for await (const line of lines) if (line !== '') events.push(AuditEvent.parse(JSON.parse(line)));
  return events;
}

/** Whether a request was one that changes the cluster and was granted. */
export function isWrite({ verb, responseStatus }: AuditEvent): boolean {
  const code = responseStatus?.code ?? 0;
  return ['create', 'update', 'patch', 'delete', 'deletecollection'].includes(verb) && code >= 200 && code < 300;
}
