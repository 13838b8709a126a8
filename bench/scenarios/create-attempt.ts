import type { Progress } from '../../sandbox/cluster/progress.ts';

/**
 * Does a part of the benchmark; what goes wrong in it is kept, and keeps nothing else from being measured. Resolves to whether
 * all went well.
 */
export type Attempt = (what: string, work: () => Promise<void>) => Promise<boolean>;

interface AttemptOptions {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly onFailure: (failure: string) => void;
}

/** An attempt that was interrupted throws: then all is to end. */
export function createAttempt({ progress, signal, onFailure }: AttemptOptions): Attempt {
  return async (what, work) => {
    try {
      await work();
      return true;
    } catch (error) {
      if (signal.aborted) throw error;
      const failure = `${what}: ${error instanceof Error ? error.message : String(error)}`;
      progress(`left out: ${failure}`);
      onFailure(failure);
      return false;
    }
  };
}
