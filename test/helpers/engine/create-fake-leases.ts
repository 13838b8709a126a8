import { EngineError } from '../../../src/engine/engine-error.ts';
import type { Leases, ReplicaLease } from '../../../src/engine/ports/leases.ts';

export interface FakeLeases extends Leases {
  /** Nobody reaches the API server, as long as this is set. */
  isDown: boolean;
}

/** Leases in memory, of which all replicas know at once. */
export function createFakeLeases(): FakeLeases {
  const leases = new Map<string, ReplicaLease>();
  const listeners = new Set<() => void>();
  let version = 0;
  const write = (identity: string, durationMs: number | undefined) => {
    if (fake.isDown || durationMs === undefined) return Promise.reject(unavailable(identity));
    version += 1;
    leases.set(identity, { identity, durationMs, version: String(version) });
    for (const listener of listeners) listener();
    return Promise.resolve();
  };
  const fake: FakeLeases = {
    isDown: false,
    list: () => [...leases.values()],
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    readVersion: (identity) => Promise.resolve(leases.get(identity)?.version),
    create: ({ identity, durationMs }) => write(identity, durationMs),
    renew: (identity) => write(identity, leases.get(identity)?.durationMs),
    remove: (identity) => {
      if (fake.isDown) return Promise.reject(unavailable(identity));
      leases.delete(identity);
      for (const listener of listeners) listener();
      return Promise.resolve();
    },
  };
  return fake;
}

function unavailable(identity: string): EngineError {
  return new EngineError(`writing the lease "${identity}"`, { reason: 'ApiUnavailable', fields: {} });
}
