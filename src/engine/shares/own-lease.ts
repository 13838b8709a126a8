import { randomBytes } from 'node:crypto';
import type { Logger } from '../../logger.ts';
import type { Clock } from '../ports/clock.ts';
import type { Leases } from '../ports/leases.ts';
import { determineLeaseTerms, type LeaseTerms } from './lease-terms.ts';

export interface OwnLeaseOptions {
  readonly leases: Leases;
  /** One that only ever goes forward, also while this process is frozen. */
  readonly clock: Clock;
  readonly durationMs: number;
  /** What each of its identities begins with. */
  readonly name: string;
  readonly log: Logger;
  /** Called each time it has a new identity. */
  readonly onBegin: () => void;
  /** Called each time it is known how long what was started may run. */
  readonly onExtend: (untilMs: number) => void;
  /** Ends all that was started under the identity that is lost. Resolves once nothing of it runs. */
  readonly onLapse: () => Promise<void>;
}

interface Held {
  readonly identity: string;
  /** When the last renewal that succeeded was asked for. */
  readonly renewedAtMs: number;
}

/**
 * Keeps the Lease of this replica. Where it cannot be renewed in time, the identity is given up for good and all that was
 * started under it ends: who sees that a Lease has expired can rely on it. Then it begins anew with another identity.
 */
export class OwnLease {
  readonly #options: OwnLeaseOptions;
  readonly #terms: LeaseTerms;
  readonly #former = new Set<string>();
  #held: Held | undefined;
  #cancelRenewal: () => void = () => undefined;
  #cancelLapse: () => void = () => undefined;
  #isStopped = false;

  constructor(options: OwnLeaseOptions) {
    this.#options = options;
    this.#terms = determineLeaseTerms(options.durationMs);
  }

  /** Under which it may act at this moment. */
  get identity(): string | undefined {
    return this.#held !== undefined && this.#isInForce(this.#held) ? this.#held.identity : undefined;
  }

  /** By when all that is started now must have ended, unless the Lease is renewed. */
  get endsAtMs(): number {
    return (this.#held?.renewedAtMs ?? 0) + this.#terms.endMs;
  }

  /** It was an identity of this process, and nothing that was started under it runs. */
  isFormer(identity: string): boolean {
    return this.#former.has(identity);
  }

  /** Resolves once it has its Lease, or was stopped. */
  async begin(): Promise<void> {
    const { leases, clock, durationMs, name, log } = this.#options;
    while (!this.#isStopped) {
      // Another one for each try: a Lease of which nobody said that it was made may be older than it seems.
      const identity = `${name}.${randomBytes(5).toString('hex')}`;
      const askedAtMs = clock.nowMs();
      try {
        await leases.create({ identity, durationMs });
        this.#hold({ identity, renewedAtMs: askedAtMs });
        if (this.#held?.identity === identity) this.#options.onBegin();
        return;
      } catch (err) {
        log.warn({ action: 'begin', err }, 'getting a lease');
        // It may be there all the same, and the others would take this one for two.
        await this.#remove(identity);
        await new Promise<void>((resolve) => clock.wakeAfter(this.#terms.renewMs, resolve));
      }
    }
  }

  /** Lets go of the Lease; the others need not wait for it to expire. What it stands for must have ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    const { identity } = this.#held ?? {};
    this.#letGo();
    if (identity !== undefined) await this.#remove(identity);
  }

  #isInForce({ renewedAtMs }: Held): boolean {
    return this.#options.clock.nowMs() < renewedAtMs + this.#terms.actMs;
  }

  #hold(held: Held): void {
    if (this.#isStopped) return;
    const { clock, onExtend } = this.#options;
    this.#letGo();
    this.#held = held;
    onExtend(this.endsAtMs);
    this.#renewAfter(this.#terms.renewMs);
    const leftMs = held.renewedAtMs + this.#terms.actMs - clock.nowMs();
    this.#cancelLapse = clock.wakeAfter(Math.max(0, leftMs), () => void this.#lapse());
  }

  #letGo(): void {
    this.#cancelRenewal();
    this.#cancelLapse();
    this.#held = undefined;
  }

  #renewAfter(delayMs: number): void {
    this.#cancelRenewal = this.#options.clock.wakeAfter(delayMs, () => void this.#renew());
  }

  async #renew(): Promise<void> {
    const { leases, clock, log } = this.#options;
    const held = this.#held;
    if (held === undefined) return;
    // This process may have been frozen: what has lapsed is not renewed.
    if (!this.#isInForce(held)) {
      await this.#lapse();
      return;
    }
    const askedAtMs = clock.nowMs();
    try {
      await leases.renew(held.identity, this.#terms.renewMs);
      if (this.#held === held) this.#hold({ identity: held.identity, renewedAtMs: askedAtMs });
    } catch (err) {
      log.debug({ action: 'renew', err }, 'trying again');
      // A connection that is dead takes the whole time of the first try; the second has a new one, and must still be in time.
      if (this.#held === held) this.#renewAfter(this.#terms.renewMs / 6);
    }
  }

  async #lapse(): Promise<void> {
    const { log, onLapse } = this.#options;
    const held = this.#held;
    if (held === undefined) return;
    this.#letGo();
    log.warn({ action: 'lapse' }, 'ending all work: the lease could not be renewed in time');
    await onLapse();
    this.#former.add(held.identity);
    await this.begin();
    await this.#remove(held.identity);
  }

  async #remove(identity: string): Promise<void> {
    const { leases, log } = this.#options;
    await leases.remove(identity).catch((err: unknown) => log.debug({ err }, 'the lease expires by itself'));
  }
}
