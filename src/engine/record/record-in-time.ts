import type { Environment, EnvironmentStatus } from '../../environment/environment.ts';
import type { Pass } from '../deploy/deploy-environment.ts';
import { determineWriteDelayMs } from './determine-write-delay.ts';
import { listChanges } from './list-changes.ts';

/**
 * Writes what of a status is another than before, or asks for another pass where more is likely to come in a moment, or the
 * last lines of what failed are about to be there. Resolves to the environment as it is then. Throws an EngineError.
 */
export async function recordInTime(
  { environment, memory, parts, wakeAfter }: Pick<Pass, 'environment' | 'memory' | 'parts' | 'wakeAfter'>,
  status: EnvironmentStatus,
): Promise<Environment> {
  const { environments } = parts.cluster;
  const nowMs = parts.clock.nowMs();
  const changes = listChanges(environment.status, status);
  if (changes === undefined) {
    memory.changedAtMs = undefined;
    return environment;
  }
  memory.changedAtMs ??= nowMs;
  const releasesAtWork = countAtWork(environments.list());
  const times = { changedAtMs: memory.changedAtMs, nowMs };
  const writeDelayMs = determineWriteDelayMs({ before: environment.status, after: status, releasesAtWork, ...times });
  const delayMs = Math.max(writeDelayMs, memory.lastLines.determineWaitMs());
  if (delayMs > 0) {
    wakeAfter(delayMs);
    return environment;
  }
  memory.changedAtMs = undefined;
  return await environments.updateStatus(environment.name, changes);
}

function countAtWork(environments: readonly Environment[]): number {
  return environments
    .filter(({ status }) => status.phase === 'Deploying' || status.phase === 'TearingDown')
    .reduce((sum, { status }) => sum + status.releases.length, 0);
}
