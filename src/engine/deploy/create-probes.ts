import type { EngineParts } from '../engine-parts.ts';

/** Asks the addresses of one environment until they answer. */
export interface Probes {
  /** Begins to ask those that are new, and forgets the others. */
  ensure(urls: readonly string[]): void;
  /** Whether it has answered since it was asked first. */
  hasAnswered(url: string): boolean;
  stop(): void;
}

/** A pod that is ready is reached a moment later, when the gateway knows of it; what takes longer takes much longer. */
const pauses = { firstMs: 100, factor: 1.5, longestMs: 3_000 } as const;

export function createProbes({ prober, clock }: Pick<EngineParts, 'prober' | 'clock'>, onAnswer: () => void): Probes {
  const asked = new Map<string, { hasAnswered: boolean; readonly stop: () => void }>();

  const begin = (url: string) => {
    const stopping = new AbortController();
    let cancel: () => void = () => undefined;
    const stop = () => {
      stopping.abort();
      cancel();
    };
    const probe = { hasAnswered: false, stop };
    asked.set(url, probe);
    const ask = async (pauseMs: number) => {
      const answers = await prober.answers(url, stopping.signal);
      if (stopping.signal.aborted) return;
      if (!answers) {
        cancel = clock.wakeAfter(pauseMs, () => void ask(Math.min(pauseMs * pauses.factor, pauses.longestMs)));
        return;
      }
      probe.hasAnswered = true;
      onAnswer();
    };
    void ask(pauses.firstMs);
  };

  return {
    ensure(urls) {
      for (const [url, probe] of asked) {
        if (urls.includes(url)) continue;
        probe.stop();
        asked.delete(url);
      }
      for (const url of urls) if (!asked.has(url)) begin(url);
    },
    hasAnswered: (url) => asked.get(url)?.hasAnswered === true,
    stop() {
      for (const probe of asked.values()) probe.stop();
      asked.clear();
    },
  };
}
