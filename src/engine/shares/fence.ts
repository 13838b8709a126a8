import type { Environment } from '../../environment/environment.ts';
import type { EnvironmentStore } from '../ports/cluster.ts';
import type { Fences } from '../ports/fences.ts';
import { coalesce } from './coalesce.ts';

export interface FenceOptions {
  readonly fences: Fences;
  readonly environments: EnvironmentStore;
  /** As recorded, and still so as far as this replica can know by itself. */
  readonly holds: (environment: Pick<Environment, 'status'>) => boolean;
}

/**
 * Asks the API server before each run of Helm whether an environment is still this replica's. What is taken is fenced off
 * first: from then on whoever held it is refused.
 */
export class Fence {
  /** Makes sure by compare-and-swap that an environment is held by this replica. Resolves to whether it is; throws an EngineError. */
  readonly confirm: (environment: string) => Promise<boolean> = coalesce((name) => this.#confirm(name));
  readonly #options: FenceOptions;
  /** As this replica last wrote it, by the name of the environment. */
  readonly #versions = new Map<string, string>();
  #unsubscribe: () => void = () => undefined;

  constructor(options: FenceOptions) {
    this.#options = options;
  }

  start(): void {
    const { environments } = this.#options;
    this.#unsubscribe = environments.onChange((name) => {
      if (environments.get(name) === undefined) this.#versions.delete(name);
    });
  }

  stop(): void {
    this.#unsubscribe();
    this.#versions.clear();
  }

  /** Keeps off whoever held an environment that was just taken. Resolves to whether it is still this replica's. */
  async raise(taken: Environment): Promise<boolean> {
    const { name, status } = taken;
    const { identity, epoch = 0 } = status.holder ?? {};
    this.#versions.delete(name);
    if (identity === undefined) return false;
    const raised = await this.#options.fences.raise(taken, { identity, epoch });
    // Another took it meanwhile; or the environment has lost its count, and then goes on from the later one.
    if (raised.kind === 'behind') return await this.#raiseAnew(name, raised.epoch);
    this.#versions.set(name, raised.version);
    return true;
  }

  async #confirm(name: string): Promise<boolean> {
    const { fences, environments, holds } = this.#options;
    const known = this.#versions.get(name);
    const version = known === undefined ? undefined : await fences.renew(name, known);
    if (version === undefined) return await this.#raiseAnew(name);
    this.#versions.set(name, version);
    const environment = environments.get(name);
    return environment !== undefined && holds(environment);
  }

  /** Somebody wrote there or took it away: the environment itself says whose it is, and that under a new epoch. */
  async #raiseAnew(name: string, standing = 0): Promise<boolean> {
    const { environments, holds } = this.#options;
    const confirmed = await environments.decideStatus(name, ({ status }) => {
      const { identity, epoch = 0 } = status.holder ?? {};
      return holds({ status })
        ? { holder: { ...(identity && { identity }), epoch: Math.max(epoch, standing) + 1 } }
        : undefined;
    });
    return confirmed !== undefined && (await this.raise(confirmed)) && holds(confirmed);
  }
}
