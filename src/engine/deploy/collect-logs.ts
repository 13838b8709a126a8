import { createRedactor } from '../../report/create-redactor.ts';
import type { ReleaseDecision } from '../graph/decide-releases.ts';
import type { Goal } from '../graph/goal.ts';
import type { Observation } from '../ports/world.ts';
import type { FailedContainer } from './create-last-lines.ts';
import type { Pass } from './deploy-environment.ts';
import { limitLines } from './limit-lines.ts';

type Failed = Extract<ReleaseDecision, { kind: 'failed' }>;

/**
 * Collects what was said last of each release that failed, redacted: by its container as far as that has been read, or by Helm
 * where there is nothing else. What has not been read yet is begun to be.
 */
export function collectLogs(
  { memory: { lastLines } }: Pass,
  { plan: { namespace } }: Goal,
  decisions: readonly ReleaseDecision[],
  observation: Observation,
): ReadonlyMap<string, readonly string[]> {
  const failed = decisions
    .filter((decision) => decision.kind === 'failed')
    .map((decision) => ({ decision, container: findContainer(decision, namespace, observation) }));
  lastLines.ensure(failed.flatMap(({ container }) => container ?? []));
  if (failed.length === 0) return new Map();
  const redact = createRedactor(observation.secrets);
  return new Map(
    failed.map(({ decision: { release, detail }, container }) => {
      const read = container === undefined ? [] : (lastLines.find(container) ?? []);
      const lines = read.length > 0 || detail === undefined ? read : [detail];
      // As one text, and before anything is cut: what is secret may span lines, and half of it is not recognized.
      return [release.id, limitLines(redact(lines.join('\n')), failed.length)];
    }),
  );
}

function findContainer(
  { release: { helmRelease }, trouble, digest }: Failed,
  namespace: string,
  { releases }: Observation,
): FailedContainer | undefined {
  const logs = trouble?.logs ?? releases.get(helmRelease)?.hookLogs;
  return logs === undefined ? undefined : { namespace, ...logs, digest };
}
