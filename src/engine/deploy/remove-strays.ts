import { mayPass } from '../../environment/may-pass.ts';
import { isEngineError } from '../engine-error.ts';
import type { ReleaseDecision } from '../graph/decide-releases.ts';
import type { Observation, Stray } from '../ports/world.ts';
import type { Pass } from './deploy-environment.ts';

/** How long to leave alone a cluster that does not answer: nobody waits for what is removed here. */
const pauseMs = 15_000;

/**
 * Takes away what revisions that failed left of the releases that are deployed by now. Each is tried until the cluster has
 * answered, be it that it refuses.
 */
export async function removeStrays(
  pass: Pass,
  namespace: string,
  decisions: readonly ReleaseDecision[],
  { releases }: Observation,
): Promise<void> {
  const { memory, parts, wakeAfter } = pass;
  const strays = decisions.flatMap(({ kind, release: { helmRelease } }): readonly Stray[] =>
    kind === 'ready' || kind === 'settling' ? (releases.get(helmRelease)?.strays ?? []) : [],
  );
  const untried = strays.filter(({ uid }) => !memory.strays.has(uid));
  if (untried.length === 0) return;
  const nowMs = parts.clock.nowMs();
  const untilMs = memory.straysPausedUntilMs;
  if (untilMs <= nowMs && (await removeEach(pass, namespace, untried))) return;
  const againAtMs = untilMs > nowMs ? untilMs : nowMs + pauseMs;
  memory.straysPausedUntilMs = againAtMs;
  wakeAfter(againAtMs - nowMs);
}

/** One by one: an answer about one says nothing of the others. Resolves to whether there was one about each. */
async function removeEach(
  { memory, parts: { cluster, log } }: Pass,
  namespace: string,
  strays: readonly Stray[],
): Promise<boolean> {
  let count = 0;
  for (const stray of strays) {
    try {
      await cluster.strays.removeStray(namespace, stray);
      count += 1;
    } catch (err) {
      log.warn({ namespace, action: 'prune', err }, 'removing what failed revisions left');
      if (isEngineError(err) && mayPass(err.disposition)) return false;
    }
    memory.strays.add(stray.uid);
  }
  if (count > 0) log.info({ namespace, action: 'prune', count }, 'removed what failed revisions left');
  return true;
}
