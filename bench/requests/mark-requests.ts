import { stat } from 'node:fs/promises';

/** A place in the audit log. */
export interface RequestMark {
  readonly auditLog: string;
  readonly offset: number;
}

export async function markRequests(auditLog: string): Promise<RequestMark> {
  return { auditLog, offset: (await stat(auditLog)).size };
}
