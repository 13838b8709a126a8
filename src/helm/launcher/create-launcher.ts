import type { Logger } from '../../logger.ts';
import { runHelm, type RunHelm } from '../run-helm.ts';
import { startLauncherProcess, type LauncherProcess } from './start-launcher-process.ts';

/** Runs Helm by way of a small process, where that is worth it. */
export interface Launcher {
  /** As `runHelm` does. */
  readonly run: RunHelm;
  /** To be called once nothing is at work. */
  stop(): Promise<void>;
}

interface LauncherOptions {
  readonly log: Pick<Logger, 'warn'>;
  readonly idleMs?: number;
  readonly restartMs?: number;
  /** How long a launcher may take to tell of a run that must have ended, before it counts as one that hangs. */
  readonly graceMs?: number;
}

/** Longer than Helm gets between SIGTERM and SIGKILL. */
const longestEndMs = 45_000;

/**
 * A process that starts another one is copied for a moment, and stands still meanwhile: the longer, the more memory it holds.
 * It was 7 ms with 200 MB, 15 ms with 400, and as much again for the copy to go. So as soon as a second Helm is wanted beside
 * the first, a small process is begun that starts all later ones in berth's place. None waits for it to be there, and it goes
 * when there has been nothing to do for a while.
 */
export function createLauncher(options: LauncherOptions): Launcher {
  const { log, idleMs = 60_000, restartMs = 10_000, graceMs = longestEndMs } = options;
  let working = 0;
  let launcher: LauncherProcess | undefined;
  let leaving: NodeJS.Timeout | undefined;
  const leave = async () => {
    clearTimeout(leaving);
    const ending = launcher;
    launcher = undefined;
    await ending?.end();
  };
  return {
    run: async (command, signal, rest) => {
      // A launcher that is told of both at once may have run it before it comes to read of its end.
      if (signal.aborted) return { kind: 'cancelled' };
      clearTimeout(leaving);
      working += 1;
      try {
        if (launcher !== undefined && hasBeenGone(launcher, restartMs)) launcher = undefined;
        if (working > 1) launcher ??= startLauncherProcess({ log, graceMs });
        const run = launcher?.isReady === true ? launcher.run : runHelm;
        return await run(command, signal, rest);
      } finally {
        working -= 1;
        if (working === 0) leaving = setTimeout(() => void leave(), idleMs).unref();
      }
    },
    stop: leave,
  };
}

/** Not at once: what ends it, such as that memory is short, may end the next one too. berth starts Helm itself meanwhile. */
function hasBeenGone({ endedAtMs }: LauncherProcess, ms: number): boolean {
  return endedAtMs !== undefined && performance.now() - endedAtMs > ms;
}
