import type { Environment } from '../../environment/environment.ts';
import type { Goal } from '../graph/goal.ts';
import type { Observation } from '../ports/world.ts';

export interface NamedRelease {
  readonly id: string;
  readonly helmRelease: string;
}

/**
 * Lists releases that are there and no longer wanted, as far as they may go now: none goes before another that is no longer
 * wanted either and was said to depend on it.
 */
export function listSurplus(
  { status }: Environment,
  { plan }: Goal,
  { releases }: Observation,
): readonly NamedRelease[] {
  const wanted = new Set(plan.releases.map(({ helmRelease }) => helmRelease));
  const surplus = [...releases.keys()].filter((helmRelease) => !wanted.has(helmRelease));
  const recorded = surplus.map(
    (helmRelease) => status.releases.find((one) => one.helmRelease === helmRelease) ?? unrecorded(helmRelease),
  );
  return recorded.filter(({ id }) => !recorded.some(({ dependencies }) => dependencies.includes(id)));
}

function unrecorded(helmRelease: string) {
  return { id: helmRelease, helmRelease, dependencies: [] as readonly string[] };
}
