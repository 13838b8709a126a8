import type { Environment } from '../../environment/environment.ts';
import type { EnvironmentStore } from '../ports/cluster.ts';

export interface PassSignal extends Disposable {
  readonly signal: AbortSignal;
}

/** Makes a signal that ends a pass when berth stops, or once something else is wanted of its environment than when it began. */
export function createPassSignal(
  environment: Environment,
  environments: EnvironmentStore,
  stopping: AbortSignal,
): PassSignal {
  const outdated = new AbortController();
  const unsubscribe = environments.onChange((name) => {
    if (name === environment.name && isOutdated(environment, environments)) outdated.abort();
  });
  return { signal: AbortSignal.any([stopping, outdated.signal]), [Symbol.dispose]: unsubscribe };
}

/** Whether another commit is wanted by now, or none at all. */
export function isOutdated({ name, spec }: Environment, environments: EnvironmentStore): boolean {
  const latest = environments.get(name)?.spec;
  return latest?.desired !== spec.desired || latest.approval?.sha !== spec.approval?.sha;
}
