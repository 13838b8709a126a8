import { constants } from 'node:os';

const signals = ['SIGTERM', 'SIGINT'] as const;

/** Calls `stop` on the first signal to end and takes its answer as the exit code; a second signal ends the process at once. */
export function stopOnSignal(stop: (signal: string) => Promise<number>): void {
  let stopping = false;
  for (const signal of signals) {
    process.on(signal, () => {
      if (stopping) process.exit(128 + constants.signals[signal]);
      stopping = true;
      void stop(signal).then((exitCode) => process.exit(exitCode));
    });
  }
}
