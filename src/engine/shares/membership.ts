import type { ReplicaLease } from '../ports/leases.ts';

interface Seen extends ReplicaLease {
  /** When it was first seen with this version, by the clock of this machine. */
  readonly sinceMs: number;
}

/**
 * Which replicas are at work, from how long ago each Lease was last seen to change. Only the steady clock of this machine
 * counts: what another writes of its own time is never compared with it.
 */
export class Membership {
  readonly #durationMs: number;
  #seen: ReadonlyMap<string, Seen> = new Map();
  readonly #missingSinceMs = new Map<string, number>();

  /** The duration is for who has no Lease that says another. */
  constructor(durationMs: number) {
    this.#durationMs = durationMs;
  }

  /** Takes all Leases as they are now. */
  observe(leases: readonly ReplicaLease[], nowMs: number): void {
    this.#seen = new Map(
      leases.map((lease) => {
        const before = this.#seen.get(lease.identity);
        const isSame = before?.version === lease.version;
        this.#missingSinceMs.delete(lease.identity);
        return [lease.identity, { ...lease, sinceMs: isSame ? before.sinceMs : nowMs }];
      }),
    );
  }

  listFresh(nowMs: number): readonly string[] {
    return [...this.#seen.values()].filter((seen) => msLeft(seen, nowMs) > 0).map(({ identity }) => identity);
  }

  /** Those that were fresh for the last time longer ago than that. */
  listStale(nowMs: number, forMs: number): readonly string[] {
    return [...this.#seen.values()].filter((seen) => msLeft(seen, nowMs) < -forMs).map(({ identity }) => identity);
  }

  /** When the next of those that are fresh will not be any more, unless it is renewed. */
  findNextExpiryMs(nowMs: number): number | undefined {
    const left = [...this.#seen.values()].map((seen) => msLeft(seen, nowMs)).filter((ms) => ms > 0);
    return left.length === 0 ? undefined : Math.min(...left);
  }

  /**
   * How long until a replica is gone for certain; 0 if it is. Somebody may have deleted the Lease of one that is at work:
   * it notices when it renews it, so one that is missing is waited for as well.
   */
  determineMsUntilGone(identity: string, nowMs: number): number {
    const seen = this.#seen.get(identity);
    if (seen !== undefined) return Math.max(0, msLeft(seen, nowMs));
    const sinceMs = this.#missingSinceMs.get(identity) ?? nowMs;
    this.#missingSinceMs.set(identity, sinceMs);
    return Math.max(0, sinceMs + this.#durationMs - nowMs);
  }

  /** With which version the Lease of a replica was seen last. */
  findVersion(identity: string): string | undefined {
    return this.#seen.get(identity)?.version;
  }
}

function msLeft({ sinceMs, durationMs }: Seen, nowMs: number): number {
  return sinceMs + durationMs - nowMs;
}
