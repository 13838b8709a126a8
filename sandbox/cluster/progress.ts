/** Tells a person what is going on in long work: one call when something begins or moves on, none when there is nothing to say. */
export type Progress = (message: string) => void;

/** Prints each message with the seconds since the start, to standard error so that `--json` output stays clean. */
export function createProgress(output: NodeJS.WritableStream = process.stderr): Progress {
  const startedAtMs = performance.now();
  return (message) => {
    const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1);
    output.write(`${seconds.padStart(6)} s  ${message}\n`);
  };
}
