import type { Clock } from './ports/clock.ts';

export interface KeyQueue<Key extends string> {
  /** Asks that a key be worked on. While it is being worked on, any number of marks make one more turn. */
  mark(key: Key): void;
  /** Marks a key once the time is up, in place of what was asked for before. A mark in between takes its place. */
  markAfter(key: Key, delayMs: number): void;
  /** Takes no more marks and resolves once nothing is being worked on. */
  stop(): Promise<void>;
}

interface KeyQueueOptions<Key extends string> {
  readonly clock: Clock;
  /** How many keys are worked on at a time; each by itself at most once. */
  readonly concurrency: number;
  /** Works on a key. It is told of failures, which then are tried again. */
  readonly work: (key: Key) => Promise<void>;
  readonly onError: (key: Key, error: unknown) => void;
}

/** A key that fails is tried again after 1 s, 2 s, 4 s and so on up to five minutes, and up to half of that more. */
const backoff = { firstMs: 1_000, longestMs: 300_000 } as const;

/** Makes a queue in which every key stands at most once, worked on by one at a time, in the order in which keys were marked. */
export function createKeyQueue<Key extends string>(options: KeyQueueOptions<Key>): KeyQueue<Key> {
  const { clock, concurrency, work, onError } = options;
  const waiting = new Set<Key>();
  const working = new Map<Key, Promise<void>>();
  const timers = new Map<Key, () => void>();
  const failures = new Map<Key, number>();
  let isStopped = false;

  const mark = (key: Key) => {
    if (isStopped) return;
    timers.get(key)?.();
    timers.delete(key);
    waiting.add(key);
    startNext();
  };
  const markAfter = (key: Key, delayMs: number) => {
    if (isStopped || waiting.has(key)) return;
    timers.get(key)?.();
    timers.set(
      key,
      clock.wakeAfter(delayMs, () => mark(key)),
    );
  };
  const run = async (key: Key) => {
    try {
      await work(key);
      failures.delete(key);
    } catch (error) {
      const count = (failures.get(key) ?? 0) + 1;
      failures.set(key, count);
      onError(key, error);
      markAfter(key, determineBackoffMs(count));
    }
    working.delete(key);
    startNext();
  };
  const startNext = () => {
    for (const key of waiting) {
      if (working.size >= concurrency) return;
      if (working.has(key)) continue;
      waiting.delete(key);
      working.set(key, run(key));
    }
  };
  return {
    mark,
    markAfter,
    async stop() {
      isStopped = true;
      waiting.clear();
      for (const cancel of timers.values()) cancel();
      timers.clear();
      await Promise.all(working.values());
    },
  };
}

/** Determines how long to wait after that many failures in a row. */
export function determineBackoffMs(count: number): number {
  const delayMs = Math.min(backoff.longestMs, backoff.firstMs * 2 ** Math.min(count - 1, 20));
  return delayMs * (1 + Math.random() / 2);
}
