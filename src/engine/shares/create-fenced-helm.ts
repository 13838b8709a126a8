import type { EnvironmentStore } from '../ports/cluster.ts';
import type { Helm, HelmRun } from '../ports/helm.ts';
import { describeRefusal, type Shares } from './shares.ts';

interface FenceOptions {
  readonly shares: Pick<Shares, 'confirm' | 'holds' | 'identity'>;
  readonly environments: Pick<EnvironmentStore, 'list'>;
}

/**
 * Lets Helm run only for environments that this replica holds, made sure of before each run by compare-and-swap. A run
 * whose environment is lost meanwhile throws an EngineError `HeldElsewhere`, whatever became of it.
 */
export function createFencedHelm(helm: Helm, options: FenceOptions): Helm {
  return {
    upgrade: (run, signal) => runFenced(run, options, () => helm.upgrade(run, signal)),
    uninstall: (run, signal) => runFenced(run, options, () => helm.uninstall(run, signal)),
  };
}

async function runFenced(
  { namespace, helmRelease }: HelmRun,
  { shares, environments }: FenceOptions,
  work: () => Promise<void>,
): Promise<void> {
  const environment = environments.list().find((one) => one.status.namespace === namespace && shares.holds(one));
  if (environment === undefined) throw describeRefusal(`running helm on "${helmRelease}"`);
  const { identity } = shares;
  await shares.confirm(environment.name);
  try {
    await work();
  } catch (error) {
    if (shares.identity !== identity) throw describeRefusal(`running helm on "${helmRelease}"`);
    throw error;
  }
}
