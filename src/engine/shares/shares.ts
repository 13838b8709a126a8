import { isDeepStrictEqual } from 'node:util';
import type { Environment } from '../../environment/environment.ts';
import type { Logger } from '../../logger.ts';
import { EngineError } from '../engine-error.ts';
import type { Clock } from '../ports/clock.ts';
import type { EnvironmentStore } from '../ports/cluster.ts';
import type { Fences } from '../ports/fences.ts';
import type { Leases } from '../ports/leases.ts';
import type { PullRequestKey } from '../pull-request-key.ts';
import { decideHold } from './decide-hold.ts';
import { determineOwner } from './determine-owner.ts';
import { Fence } from './fence.ts';
import { Membership } from './membership.ts';
import { OwnLease } from './own-lease.ts';

export interface SharesOptions {
  readonly leases: Leases;
  readonly fences: Fences;
  readonly environments: EnvironmentStore;
  /** One that only ever goes forward, also while this process is frozen. */
  readonly clock: Clock;
  readonly durationMs: number;
  /** Of the pod that berth runs in: what ran in it before has ended with its container. */
  readonly pod: string | undefined;
  /** Called each time it is known how long what was started may run. */
  readonly onExtend: (untilMs: number) => void;
  readonly log: Logger;
}

export type Hold =
  /** `isTakenOver` if another replica worked on it before. */
  | { readonly kind: 'held'; readonly environment: Environment; readonly isTakenOver: boolean }
  | { readonly kind: 'elsewhere'; readonly lookAgainMs: number | undefined };

/** By then all that a replica held was taken over. */
const staleAfterDurations = 4;

/**
 * What of all work is this replica's. Each environment is held by one replica at a time, as recorded in its status, and who
 * holds one acts on it only while its Lease is in force. What is recorded is only ever changed by compare-and-swap.
 */
export class Shares {
  readonly #options: SharesOptions;
  readonly #membership: Membership;
  readonly #lease: OwnLease;
  readonly #fence: Fence;
  readonly #changeListeners = new Set<() => void>();
  readonly #lapseListeners = new Set<() => Promise<void>>();
  #members: readonly string[] = [];
  #cancelExpiry: () => void = () => undefined;
  #unsubscribe: () => void = () => undefined;

  constructor(options: SharesOptions) {
    this.#options = options;
    const { leases, fences, environments, clock, durationMs, pod = 'berth', onExtend, log } = options;
    this.#membership = new Membership(durationMs);
    this.#fence = new Fence({ fences, environments, holds: (environment) => this.holds(environment) });
    this.#lease = new OwnLease({
      ...{ leases, clock, durationMs, onExtend, log },
      name: pod,
      onBegin: () => {
        this.#look();
        this.#tell();
      },
      onLapse: async () => {
        await Promise.all([...this.#lapseListeners].map((end) => end()));
      },
    });
  }

  /** Resolves once this replica may work. What the others hold is known by then. */
  async start(): Promise<void> {
    const { leases } = this.#options;
    this.#unsubscribe = leases.onChange(() => this.#look());
    this.#fence.start();
    this.#look();
    await this.#lease.begin();
    for (const { identity } of leases.list()) if (this.#isPredecessor(identity)) await this.#remove(identity);
  }

  /** Hands over all that is held, once the work on it has ended: the others need not wait. */
  async stop(): Promise<void> {
    this.#unsubscribe();
    this.#fence.stop();
    this.#cancelExpiry();
    const { environments, log } = this.#options;
    const held = environments.list().filter((environment) => this.holds(environment));
    const releases = await Promise.allSettled(held.map(({ name }) => this.#release(name)));
    const failed = releases.filter(({ status }) => status === 'rejected').length;
    if (failed > 0) log.warn({ count: failed }, 'the next replica waits for the lease to expire');
    await this.#lease.stop();
  }

  /** It has its Lease, for a while yet. */
  get isActive(): boolean {
    return this.#lease.identity !== undefined;
  }

  /** The identity under which this replica may act at this moment. */
  get identity(): string | undefined {
    return this.#lease.identity;
  }

  /** By when all that is started now must have ended, unless it is told otherwise. */
  get endsAtMs(): number {
    return this.#lease.endsAtMs;
  }

  /** Whether what belongs to a pull request falls to this replica. */
  isOwn(key: PullRequestKey): boolean {
    return this.#isOwner(key.toLowerCase());
  }

  /** Whether this replica looks for what no webhook told of. */
  get isSweeper(): boolean {
    return this.#isOwner('sweep');
  }

  /** As recorded, and still so as far as this replica can know by itself. */
  holds({ status }: Pick<Environment, 'status'>): boolean {
    const { identity } = this.#lease;
    return identity !== undefined && status.holder?.identity === identity;
  }

  /** Makes sure by compare-and-swap that the environment is still held by this replica; throws an EngineError if not. */
  async confirm(name: string): Promise<void> {
    if (!(await this.#fence.confirm(name))) throw describeRefusal(`working on "${name}"`);
  }

  /**
   * Takes an environment that falls to this replica, or lets go of one that does not any more, after what was begun for it has
   * ended. Throws an EngineError.
   */
  async hold(
    environment: Environment,
    key: PullRequestKey,
    isBusy: boolean,
    endWork: () => Promise<void> = () => Promise.resolve(),
  ): Promise<Hold> {
    const { identity: self } = this.#lease;
    if (self === undefined) return elsewhere;
    const { holder } = environment.status;
    const isOwn = this.isOwn(key);
    const determineMsUntilGone = (identity: string) => this.#determineMsUntilGone(identity);
    const decision = decideHold({ holder, self, isOwn, isBusy, determineMsUntilGone });
    switch (decision.kind) {
      case 'keep':
        return { kind: 'held', environment, isTakenOver: false };
      case 'leave':
        return { ...elsewhere, lookAgainMs: decision.lookAgainMs };
      case 'release':
        await endWork();
        await this.#release(environment.name);
        return elsewhere;
      case 'take':
        return await this.#take(environment, self, decision.former);
    }
  }

  /** Calls back each time something may fall to this replica that did not before, or the other way round. */
  onChange(listener: () => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  /** Called when the Lease is lost: all that is at work ends. */
  onLapse(end: () => Promise<void>): () => void {
    this.#lapseListeners.add(end);
    return () => this.#lapseListeners.delete(end);
  }

  #isOwner(key: string): boolean {
    const { identity } = this.#lease;
    if (identity === undefined) return false;
    return determineOwner(key, new Set([...this.#members, identity])) === identity;
  }

  /** Sees who is there, now and when the next Lease expires. */
  #look(): void {
    const { leases, clock, durationMs } = this.#options;
    const nowMs = clock.nowMs();
    this.#membership.observe(leases.list(), nowMs);
    const { identity: self } = this.#lease;
    const members = this.#membership.listFresh(nowMs).filter((one) => one === self || !this.#isGone(one));
    const isSame = isDeepStrictEqual(new Set([self, ...members]), new Set([self, ...this.#members]));
    this.#members = members;
    this.#cancelExpiry();
    const stale = this.#membership.listStale(nowMs, staleAfterDurations * durationMs);
    void Promise.all(stale.map((identity) => this.#remove(identity)));
    const expiryMs = this.#membership.findNextExpiryMs(nowMs);
    if (expiryMs !== undefined) this.#cancelExpiry = clock.wakeAfter(expiryMs, () => this.#look());
    if (!isSame) this.#tell();
  }

  #tell(): void {
    for (const listener of this.#changeListeners) listener();
  }

  #isGone(identity: string): boolean {
    return this.#lease.isFormer(identity) || this.#isPredecessor(identity);
  }

  /** Ran in this very pod before: its container has ended, and all that ran in it. */
  #isPredecessor(identity: string): boolean {
    const { pod } = this.#options;
    return pod !== undefined && identity !== this.#lease.identity && identity.replace(/\.[^.]*$/, '') === pod;
  }

  #determineMsUntilGone(identity: string): number {
    if (this.#isGone(identity)) return 0;
    return this.#membership.determineMsUntilGone(identity, this.#options.clock.nowMs());
  }

  async #take(environment: Environment, self: string, former: string | undefined): Promise<Hold> {
    const { environments, durationMs, log } = this.#options;
    const isTakenFrom = former !== undefined && !this.#isGone(former);
    if (isTakenFrom && !(await this.#isExpired(former))) return { ...elsewhere, lookAgainMs: durationMs };
    const { name, status } = environment;
    const epoch = (status.holder?.epoch ?? 0) + 1;
    const taken = await environments.decideStatus(name, (latest) => {
      const isAsSeen = isDeepStrictEqual(latest.status.holder, status.holder);
      return isAsSeen && this.#lease.identity === self ? { holder: { identity: self, epoch } } : undefined;
    });
    if (taken === undefined) return elsewhere;
    if (taken.status.holder?.identity !== self) {
      log.error({ key: name }, 'the definition of Environment is older than this berth: apply the one of its chart');
      return { ...elsewhere, lookAgainMs: durationMs };
    }
    const isFencedOff = await this.#fenceOff(taken, isTakenFrom ? former : undefined);
    if (!isFencedOff) return { ...elsewhere, lookAgainMs: durationMs };
    if (former !== undefined) log.info({ key: name, action: 'take' }, 'going on with what another replica began');
    return { kind: 'held', environment: taken, isTakenOver: status.holder !== undefined };
  }

  /** Resolves to false where who held it is at work after all, or another has taken it since. */
  async #fenceOff(taken: Environment, former: string | undefined): Promise<boolean> {
    const { log } = this.#options;
    const { name } = taken;
    try {
      if (!(await this.#fence.raise(taken))) return false;
      // Between the look at its Lease and the write it may have come back.
      if (former === undefined || (await this.#isExpired(former))) return true;
      await this.#release(name);
      return false;
    } catch (err) {
      // It is taken all the same, and who held it is fenced off before the first run of Helm.
      log.warn({ key: name, err }, 'fencing off who held an environment');
      return true;
    }
  }

  /** The watch may be behind: what counts is that the API server has the version that was last seen to change long ago. */
  async #isExpired(identity: string): Promise<boolean> {
    const version = await this.#options.leases.readVersion(identity);
    return version === this.#membership.findVersion(identity);
  }

  async #release(name: string): Promise<void> {
    await this.#options.environments.decideStatus(name, (latest) =>
      this.holds(latest) ? { holder: { epoch: (latest.status.holder?.epoch ?? 0) + 1 } } : undefined,
    );
  }

  async #remove(identity: string): Promise<void> {
    const { leases, log } = this.#options;
    await leases.remove(identity).catch((err: unknown) => log.debug({ err }, 'the lease expires by itself'));
  }
}

const elsewhere = { kind: 'elsewhere', lookAgainMs: undefined } as const;

/** What is refused to a replica that does not hold the environment, or not any more. */
export function describeRefusal(action: string): EngineError {
  return new EngineError(action, { reason: 'HeldElsewhere', fields: {} });
}
