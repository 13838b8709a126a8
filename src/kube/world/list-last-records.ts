import { rememberResults } from '../../engine/remember-results.ts';
import type { HelmRecord } from './helm-record.ts';
import type { KeptSecret } from './watch-namespace.ts';

/** Finds the last revision of each release. */
export const listLastRecords = rememberResults((secrets: readonly KeptSecret[]): readonly HelmRecord[] => {
  const last = new Map<string, HelmRecord>();
  for (const secret of secrets) {
    if (secret.kind !== 'helmRecord') continue;
    const { helmRelease, revision } = secret.record;
    if (revision > (last.get(helmRelease)?.revision ?? 0)) last.set(helmRelease, secret.record);
  }
  return [...last.values()];
});
