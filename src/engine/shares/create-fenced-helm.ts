import type { EnvironmentStore } from '../ports/cluster.ts';
import type { Helm, HelmRun } from '../ports/helm.ts';
import { describeRefusal, type Shares } from './shares.ts';

interface FenceOptions {
  readonly shares: Pick<Shares, 'confirm' | 'holds' | 'identity'>;
  readonly environments: Pick<EnvironmentStore, 'list'>;
}

/**
 * Lets Helm run only for environments that this replica holds, made sure of before each run by compare-and-swap; where Helm
 * waits for its cue, once that is given. A run whose environment is lost meanwhile throws an EngineError `HeldElsewhere`,
 * whatever became of it.
 */
export function createFencedHelm(helm: Helm, options: FenceOptions): Helm {
  return {
    upgrade: (run, signal, cue) =>
      runFenced(run, options, async (confirm) => {
        if (cue === undefined) await confirm();
        await helm.upgrade(run, signal, cue && { ...cue, given: cue.given.then(confirm) });
      }),
    uninstall: (run, signal) =>
      runFenced(run, options, async (confirm) => {
        await confirm();
        await helm.uninstall(run, signal);
      }),
  };
}

async function runFenced(
  { namespace, helmRelease }: HelmRun,
  { shares, environments }: FenceOptions,
  work: (confirm: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const environment = environments.list().find((one) => one.status.namespace === namespace && shares.holds(one));
  if (environment === undefined) throw describeRefusal(`running helm on "${helmRelease}"`);
  const { identity } = shares;
  try {
    await work(() => shares.confirm(environment.name));
  } catch (error) {
    if (shares.identity !== identity) throw describeRefusal(`running helm on "${helmRelease}"`);
    throw error;
  }
}
