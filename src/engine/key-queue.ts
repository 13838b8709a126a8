import type { Clock } from './ports/clock.ts';

export interface QueueLoad {
  readonly working: number;
  readonly waiting: number;
}

interface KeyQueueOptions<Key extends string> {
  readonly clock: Clock;
  /** How many keys are worked on at a time; each by itself at most once. */
  readonly concurrency: number;
  /** Works on a key. One that fails is tried again. */
  readonly work: (key: Key) => Promise<void>;
  readonly onError: (key: Key, error: unknown) => void;
}

/** A key that fails is tried again after 1 s, 2 s, 4 s and so on up to five minutes, and up to half of that more. */
const backoff = { firstMs: 1_000, longestMs: 300_000 } as const;
/** A key that failed and is marked again does not wait for its turn, but is not tried more often than this either. */
const leastMsAfterFailure = 2_000;

/** A queue in which every key stands at most once, worked on by one at a time, in the order in which keys were marked. */
export class KeyQueue<Key extends string> {
  readonly #options: KeyQueueOptions<Key>;
  readonly #waiting = new Set<Key>();
  readonly #working = new Map<Key, Promise<unknown>>();
  readonly #timers = new Map<Key, { readonly atMs: number; readonly cancel: () => void }>();
  readonly #failures = new Map<Key, { readonly count: number; readonly atMs: number }>();
  #isStopped = false;

  constructor(options: KeyQueueOptions<Key>) {
    this.#options = options;
  }

  /** How many keys are worked on, and how many wait for that; those that are to be looked at later are not counted. */
  get load(): QueueLoad {
    return { working: this.#working.size, waiting: this.#waiting.size };
  }

  /** Asks that a key be worked on. While it is being worked on, any number of marks make one more turn. */
  mark(key: Key): void {
    if (this.#isStopped) return;
    const waitMs = this.#determineWaitMs(key);
    if (waitMs > 0) this.markAfter(key, waitMs);
    else this.#queue(key);
  }

  /** Marks a key once the time is up. Of two such times the earlier counts: that turn asks for the next. */
  markAfter(key: Key, delayMs: number): void {
    if (this.#isStopped || this.#waiting.has(key)) return;
    const { clock } = this.#options;
    const atMs = clock.nowMs() + delayMs;
    const before = this.#timers.get(key);
    if (before !== undefined && before.atMs <= atMs) return;
    before?.cancel();
    this.#timers.set(key, { atMs, cancel: clock.wakeAfter(delayMs, () => this.#queue(key)) });
  }

  /** Takes no more marks and resolves once nothing is being worked on. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#waiting.clear();
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
    await Promise.all(this.#working.values());
  }

  #determineWaitMs(key: Key): number {
    const failure = this.#failures.get(key);
    return failure === undefined ? 0 : failure.atMs + leastMsAfterFailure - this.#options.clock.nowMs();
  }

  #queue(key: Key): void {
    this.#timers.get(key)?.cancel();
    this.#timers.delete(key);
    this.#waiting.add(key);
    this.#startNext();
  }

  #startNext(): void {
    for (const key of this.#waiting) {
      if (this.#working.size >= this.#options.concurrency) return;
      if (this.#working.has(key)) continue;
      this.#waiting.delete(key);
      // Before it begins: what it does first may mark its own key.
      const turn = Promise.withResolvers<undefined>();
      this.#working.set(key, turn.promise);
      void this.#run(key).then(() => turn.resolve(undefined), turn.reject);
    }
  }

  async #run(key: Key): Promise<void> {
    try {
      await this.#options.work(key);
      this.#failures.delete(key);
    } catch (error) {
      const count = (this.#failures.get(key)?.count ?? 0) + 1;
      this.#failures.set(key, { count, atMs: this.#options.clock.nowMs() });
      this.#options.onError(key, error);
      const wasMarked = this.#waiting.delete(key);
      this.markAfter(key, wasMarked ? leastMsAfterFailure : determineBackoffMs(count));
    }
    this.#working.delete(key);
    this.#startNext();
  }
}

/** Determines how long to wait after that many failures in a row. */
export function determineBackoffMs(count: number): number {
  const delayMs = Math.min(backoff.longestMs, backoff.firstMs * 2 ** Math.min(count - 1, 20));
  return delayMs * (1 + Math.random() / 2);
}
