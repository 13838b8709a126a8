import PQueue from 'p-queue';
import type { EngineParts } from '../engine-parts.ts';
import { determineBackoffMs } from '../key-queue.ts';
import type { LoggedContainer } from '../ports/cluster.ts';
import { mostLines } from './limit-lines.ts';

/** The last lines of the containers of one environment that failed, which are read while everything else goes on. */
export interface LastLines {
  /** Begins to read those that are new, and forgets the others. */
  ensure(containers: readonly FailedContainer[]): void;
  /** What it said, with all that is secret in it; nothing, until that is read. */
  find(container: FailedContainer): readonly string[] | undefined;
  /** How long to wait before a failure is told: most lines are there in a moment, and without them it is told twice. */
  determineWaitMs(): number;
  stop(): void;
}

export interface FailedContainer extends LoggedContainer {
  /** Of the inputs with which it failed. */
  readonly digest: string;
}

interface Reading {
  lines: readonly string[] | undefined;
  /** Since when it is read for the first time. */
  newSinceMs: number | undefined;
  readonly stop: () => void;
}

/** Whether a node answers is not known before. */
const limitMs = 5_000;
const graceMs = 1_000;
const concurrency = 8;

type Parts = Pick<EngineParts, 'cluster' | 'clock' | 'log'>;

/** `onRead` is called whenever lines have come, or are not to be waited for any longer. */
export function createLastLines(parts: Parts, onRead: () => void): LastLines {
  const readings = new Map<string, Reading>();
  const queue = new PQueue({ concurrency });
  return {
    ensure(containers) {
      const wanted = new Map(containers.map((container) => [toKey(container), container]));
      for (const [key, { stop }] of readings) {
        if (wanted.has(key)) continue;
        stop();
        readings.delete(key);
      }
      for (const [key, container] of wanted) {
        if (!readings.has(key)) readings.set(key, beginReading(container, { parts, queue, onRead }));
      }
    },
    find: (container) => readings.get(toKey(container))?.lines,
    determineWaitMs() {
      const sinceMs = [...readings.values()].flatMap(({ newSinceMs }) => newSinceMs ?? []);
      return sinceMs.length === 0 ? 0 : Math.max(0, Math.min(...sinceMs) + graceMs - parts.clock.nowMs());
    },
    stop() {
      for (const { stop } of readings.values()) stop();
      readings.clear();
    },
  };
}

function toKey({ namespace, pod, container, previous, digest }: FailedContainer): string {
  return JSON.stringify([namespace, pod, container, previous, digest]);
}

interface ReadingOptions {
  readonly parts: Parts;
  readonly queue: PQueue;
  readonly onRead: () => void;
}

/** Reads until it has been read, later each time. */
function beginReading(container: FailedContainer, { parts, queue, onRead }: ReadingOptions): Reading {
  const { clock, log } = parts;
  const stopping = new AbortController();
  const { signal } = stopping;
  let cancel: () => void = () => undefined;
  const stop = () => {
    stopping.abort();
    cancel();
  };
  const reading: Reading = { lines: undefined, newSinceMs: clock.nowMs(), stop };
  const read = async (count: number) => {
    try {
      reading.lines = await queue.add(() => readInTime(container, parts, signal), { signal });
    } catch (err) {
      if (signal.aborted) return;
      log.warn({ namespace: container.namespace, action: 'logs', err }, 'trying again later');
      cancel = clock.wakeAfter(determineBackoffMs(count), () => void read(count + 1));
    }
    reading.newSinceMs = undefined;
    if (!signal.aborted) onRead();
  };
  void read(1);
  return reading;
}

async function readInTime(
  container: FailedContainer,
  { cluster, clock }: Parts,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const late = new AbortController();
  const cancel = clock.wakeAfter(limitMs, () => late.abort());
  try {
    const within = AbortSignal.any([signal, late.signal]);
    return await cluster.logs.readLastLines({ ...container, lines: mostLines }, within);
  } finally {
    cancel();
  }
}
