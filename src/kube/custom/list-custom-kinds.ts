import { rememberResults } from '../../engine/remember-results.ts';
import type { HelmRecord } from '../world/helm-record.ts';
import { identifyKind, type CustomKind } from './custom-kind.ts';

/** Lists the kinds besides Kubernetes' own that releases hold; what Helm could not apply may name any and counts for nothing. */
export const listCustomKinds = rememberResults((records: readonly HelmRecord[]): readonly CustomKind[] => {
  const kinds = records
    .filter(({ status }) => status === 'deployed' || status === 'uninstalling' || status.startsWith('pending-'))
    .flatMap((record) => record.readContent()?.objects ?? [])
    .flatMap(({ customKind }) => customKind ?? []);
  return [...new Map(kinds.map((kind) => [identifyKind(kind), kind])).values()];
});
