/** The time, and being woken at one. */
export interface Clock {
  nowMs(): number;
  /** Calls back after the time given, unless cancelled before. Does not keep the process alive. */
  wakeAfter(delayMs: number, wake: () => void): () => void;
}
