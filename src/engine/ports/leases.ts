/** Keeps the Leases by which the replicas of berth tell each other that they are at work. */
export interface Leases {
  /** Those of all replicas, as far as the watch has told. */
  list(): readonly ReplicaLease[];
  /** Calls back after each change of one of them. */
  onChange(listener: () => void): () => void;
  /** Asks the API server itself; `undefined` if it is gone. Throws an EngineError. */
  readVersion(identity: string): Promise<string | undefined>;
  /** Throws an EngineError. */
  create(lease: Omit<ReplicaLease, 'version'>): Promise<void>;
  /** Says once more that its replica is at work. Throws an EngineError, also if there was no answer within the time given. */
  renew(identity: string, withinMs: number): Promise<void>;
  /** Deleting what is gone is no error. Throws an EngineError. */
  remove(identity: string): Promise<void>;
}

export interface ReplicaLease {
  /** Of one life of one replica: no other has it, and none has it again. Also the name of the object. */
  readonly identity: string;
  /** Changes each time the Lease is renewed; says nothing else. */
  readonly version: string;
  readonly durationMs: number;
}
