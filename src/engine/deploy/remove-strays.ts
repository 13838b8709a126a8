import type { ReleaseDecision } from '../graph/decide-releases.ts';
import type { Observation, Stray } from '../ports/world.ts';
import type { Pass } from './deploy-environment.ts';

/** Takes away what revisions that failed left of the releases that are deployed by now. Each is tried once. */
export async function removeStrays(
  { memory, parts: { cluster, log } }: Pass,
  namespace: string,
  decisions: readonly ReleaseDecision[],
  { releases }: Observation,
): Promise<void> {
  const strays = decisions.flatMap(({ kind, release: { helmRelease } }): readonly Stray[] =>
    kind === 'ready' || kind === 'settling' ? (releases.get(helmRelease)?.strays ?? []) : [],
  );
  const untried = strays.filter(({ uid }) => !memory.strays.has(uid));
  if (untried.length === 0) return;
  for (const { uid } of untried) memory.strays.add(uid);
  try {
    await cluster.strays.removeStrays(namespace, untried);
    log.info({ namespace, action: 'prune', count: untried.length }, 'removed what failed revisions left');
  } catch (err) {
    log.warn({ namespace, action: 'prune', err }, 'removing what failed revisions left');
  }
}
