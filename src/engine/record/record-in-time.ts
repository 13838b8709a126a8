import type { Environment, EnvironmentStatus } from '../../environment/environment.ts';
import type { Pass } from '../deploy/deploy-environment.ts';
import { determineWriteDelayMs, mostWrites } from './determine-write-delay.ts';
import { recordStatus } from './record-status.ts';

/**
 * Writes what of a status is another than before, or asks for another pass where it was written too often in the last
 * moments, or the last lines of what failed are about to be there. Resolves to the environment as it is then. Throws an EngineError.
 */
export async function recordInTime(
  { environment, memory, parts, wakeAfter }: Pick<Pass, 'environment' | 'memory' | 'parts' | 'wakeAfter'>,
  status: EnvironmentStatus,
): Promise<Environment> {
  const nowMs = parts.clock.nowMs();
  const { recordedAtMs } = memory;
  const releasesAtWork = countAtWork(parts.cluster.environments.list());
  const writeDelayMs = determineWriteDelayMs({
    ...{ before: environment.status, after: status },
    ...{ recordedAtMs, releasesAtWork, nowMs },
  });
  const delayMs = Math.max(writeDelayMs, memory.lastLines.determineWaitMs());
  if (delayMs > 0) {
    wakeAfter(delayMs);
    return environment;
  }
  const recorded = await recordStatus(environment, status, parts.cluster.environments);
  if (recorded !== environment) memory.recordedAtMs = [...recordedAtMs, nowMs].slice(-mostWrites);
  return recorded;
}

function countAtWork(environments: readonly Environment[]): number {
  return environments
    .filter(({ status }) => status.phase === 'Deploying' || status.phase === 'TearingDown')
    .reduce((sum, { status }) => sum + status.releases.length, 0);
}
